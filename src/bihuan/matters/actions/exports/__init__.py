"""Lists that leave the house as workbooks and come back edited."""
