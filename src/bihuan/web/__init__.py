"""The pages: each view makes one call of the domain and puts the answer into words."""
