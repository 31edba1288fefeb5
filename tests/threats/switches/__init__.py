"""One function for each row of the table: it turns the row's defence off by replacing one thing of the product."""
