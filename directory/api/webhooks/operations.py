"""The declarations of the operations of webhooks. The OpenAPI document is made from them."""

from directory.api.document.operations import PAGE, Operation, Schema, key, list_of, ref
from directory.api.document.schemas import closed_object
from directory.webhooks.forms import LONGEST_URL_CHARACTERS

ID = key("The id of a webhook of your own.", "Zb1TrD2Yc0Cq9l5m", "webhook_id")
ADD: Schema = closed_object({"url": {"type": "string", "minLength": 1, "maxLength": LONGEST_URL_CHARACTERS}})
OPERATIONS = (
    Operation(
        "/webhooks",
        "listWebhooks",
        "Your webhooks, oldest first.",
        list_of("Webhook"),
        is_personal=True,
    ),
    Operation(
        "/webhooks",
        "addWebhook",
        "Add a webhook that works as long as the token of this request. Its address is https, on the public internet. "
        "The answer alone shows the secret that signs each message, by Standard Webhooks; you are told by mail. "
        "The schema `WebhookMessage` is what the receiver gets.",
        ref("WebhookWithSecret"),
        is_entry=True,
        is_personal=True,
        method="post",
        body=ADD,
        sends="WebhookMessage",
        status=201,
    ),
    Operation(
        "/webhooks/{webhook_id}",
        "getWebhook",
        "A webhook of your own.",
        ref("Webhook"),
        (ID,),
        (404,),
        is_entry=True,
        is_personal=True,
    ),
    Operation(
        "/webhooks/{webhook_id}",
        "removeWebhook",
        "Remove a webhook with its deliveries.",
        None,
        (ID,),
        is_personal=True,
        method="delete",
        status=204,
        matches="the webhook as you read it",
    ),
    Operation(
        "/webhooks/{webhook_id}/deliveries",
        "listWebhookDeliveries",
        "The deliveries of a webhook in the last 30 days, newest first.",
        list_of("WebhookDelivery"),
        (ID, PAGE),
        (400, 404),
        is_personal=True,
    ),
    Operation(
        "/webhooks/{webhook_id}/secret",
        "renewWebhookSecret",
        "Renew the secret of a webhook that was added for this token. For a day, each message is signed with the "
        "former secret too. Refused while an earlier former secret still counts.",
        ref("WebhookWithSecret"),
        (ID,),
        is_entry=True,
        is_personal=True,
        method="post",
        matches="the webhook as you read it",
    ),
    Operation(
        "/webhooks/{webhook_id}/test",
        "testWebhook",
        "Send a message of type `webhook.test`.",
        ref("Webhook"),
        (ID,),
        is_entry=True,
        is_personal=True,
        method="post",
    ),
    Operation(
        "/webhooks/{webhook_id}/enable",
        "enableWebhook",
        "Turn on a webhook that was turned off because its receiver failed. What waited is sent at once.",
        ref("Webhook"),
        (ID,),
        is_entry=True,
        is_personal=True,
        method="post",
        matches="the webhook as you read it",
    ),
)
