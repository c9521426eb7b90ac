from django.http import HttpRequest, HttpResponse


def roster(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")
