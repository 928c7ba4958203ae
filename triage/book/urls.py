"""Where the knowledge is read. Addresses hold codes only; what stands on a page is a #fragment."""

from django.urls import URLPattern, path, register_converter

from triage.book import views


class Version:
    """A hash that names a version of the knowledge."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Version, "version")


def _pages(base: str, suffix: str) -> list[URLPattern]:
    one = {"overview": "", "families": "rules/"} | {
        name: f"{name}/" for name in ("levels", "causes", "findings", "sources", "cases")
    }
    return [
        *(
            path(base + place, views.chapter, {"name": name}, name=f"book-{name}{suffix}")
            for name, place in one.items()
        ),
        *(
            path(f"{base}{place}/<slug:code>/", views.part, {"name": name}, f"book-{name}{suffix}")
            for place, name in (("rules", "family"), ("cases", "case_file"))
        ),
        path(f"{base}search/", views.find, name=f"book-search{suffix}"),
    ]


urlpatterns = [*_pages("", ""), *_pages("v/<version:version>/", "-kept")]
