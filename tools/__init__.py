"""Tools of the checkout: generators and drawings. Nothing that production imports."""
