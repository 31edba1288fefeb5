"""The model whose rows are indexed."""

from django.db import models


class Row(models.Model):
    """One document."""

    key = models.CharField(max_length=200, unique=True)
    name = models.TextField()
    text = models.TextField()
    facets = models.JSONField()

    class Meta:
        """The app to which the model belongs."""

        app_label = "haystack_app"
