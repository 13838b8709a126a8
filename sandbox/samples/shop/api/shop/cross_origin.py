class CrossOrigin:
    """Lets pages of any host read the catalogue: it is public, and the storefront has a host of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        return response
