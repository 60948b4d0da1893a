"""The addresses of repositories as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.upstream import RepositoryCredentials, RepositoryKind
from outbound.urls import (
    Place,
    Reference,
    RepositoryUrl,
    UrlFault,
    index_url,
    origin_of,
    package_url,
    parse_repository_url,
    place_of,
    reference_of,
)

HELM, S3, OCI = RepositoryKind.HELM, RepositoryKind.S3, RepositoryKind.OCI


@pytest.mark.parametrize(
    ("written", "kind", "url"),
    [
        ("https://charts.example.org", HELM, "https://charts.example.org"),
        ("https://charts.example.org/", HELM, "https://charts.example.org"),
        ("  https://charts.example.org/stable// ", HELM, "https://charts.example.org/stable"),
        ("https://charts.example.org/stable/index.yaml", HELM, "https://charts.example.org/stable"),
        ("https://charts.example.org/index.yaml", HELM, "https://charts.example.org"),
        ("https://charts.example.org/my-index.yaml", HELM, "https://charts.example.org/my-index.yaml"),
        ("https://charts.example.org/a?token=x%2Fy", HELM, "https://charts.example.org/a?token=x%2Fy"),
        ("https://charts.example.org/a/index.yaml?token=x", HELM, "https://charts.example.org/a?token=x"),
        ("HTTPS://Charts.Example.ORG:443/A", HELM, "https://charts.example.org/A"),
        ("http://charts.example.org:80/", HELM, "http://charts.example.org"),
        ("http://charts.example.org:443/", HELM, "http://charts.example.org:443"),
        ("https://charts.example.org:8443/a%20b/ü", HELM, "https://charts.example.org:8443/a%20b/%C3%BC"),
        ("https://bücher.example/", HELM, "https://xn--bcher-kva.example"),
        ("http://[2001:DB8::1]:8080/x", HELM, "http://[2001:db8::1]:8080/x"),
        ("https://h.example/a/../b/./c", HELM, "https://h.example/b/c"),
        ("s3://s3.eu-west-1.amazonaws.com/bucket/charts/", S3, "s3://s3.eu-west-1.amazonaws.com/bucket/charts"),
        ("s3://minio.example:9000/bucket", S3, "s3://minio.example:9000/bucket"),
        ("s3+https://minio.example:9000/bucket/index.yaml", S3, "s3+https://minio.example:9000/bucket"),
        ("oci://ghcr.io/owner/charts/", OCI, "oci://ghcr.io/owner/charts"),
        ("oci+http://registry.example:5000/charts", OCI, "oci+http://registry.example:5000/charts"),
    ],
)
def test_an_address_has_one_spelling(written: str, kind: RepositoryKind, url: str) -> None:
    assert parse_repository_url(written) == RepositoryUrl(kind, url, None)
    assert parse_repository_url(url).url == url


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "must begin with https://"),
        ("charts.example.org", "must begin with https://"),
        ("https:charts.example.org", "must begin with https://"),
        ("file:///etc/passwd", "must begin with https://"),
        ("gopher://example.org:70/", "must begin with https://"),
        ("javascript://example.org/%0aalert(1)", "must begin with https://"),
        ("https://", "must name a host"),
        ("https:///charts", "must name a host"),
        ("https://user:secret@/charts", "must name a host"),
        ("https://a..b/", "must name a host"),
        ("https://h%00/", "must name a host"),
        ("https://[fe80::1%25eth0]/", "must name a host"),
        ("https://h.example/#part", "no #fragment"),
        ("https://h.example/#", "no #fragment"),
        ("https://h.example/a b", "no spaces"),
        ("https://h.example/a\nHost: b", "no spaces"),
        ("https://h.example\\@evil.example/", "no spaces, backslashes"),
        ("https://h.example/\x00", "control characters"),
        ("https://h.example:0/", "port from 1 to 65535"),
        ("https://h.example:65536/", "port from 1 to 65535"),
        ("https://h.example:http/", "must be an address"),
        ("https://h.example/" + "a" * 2000, "at most 2,000 characters"),
        ("s3://s3.amazonaws.com/", "must name a bucket"),
        ("s3://s3.amazonaws.com/b?versionId=1", "no ?query"),
        ("oci://ghcr.io", "must name a chart"),
        ("oci://ghcr.io/Owner/charts", "lowercase letters"),
        ("oci://ghcr.io/owner/chart:1.0.0", "without a tag"),
        ("oci://ghcr.io/owner/chart?x=1", "no ?query"),
    ],
)
def test_what_is_no_address_of_a_repository_is_refused_in_words(written: str, words: str) -> None:
    with pytest.raises(UrlFault) as refused:
        parse_repository_url(written)

    assert words in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "url", "credentials"),
    [
        ("https://me:p%40ss@h.example/a", "https://h.example/a", RepositoryCredentials(username="me", password="p@ss")),
        ("https://me@h.example", "https://h.example", RepositoryCredentials(username="me", password="")),
        ("oci://me:pw@h.example/a", "oci://h.example/a", RepositoryCredentials(username="me", password="pw")),
        (
            "s3://AKIA:se%2Fcret@minio.example:9000/bucket",
            "s3://minio.example:9000/bucket",
            RepositoryCredentials(access_key_id="AKIA", secret_access_key="se/cret"),
        ),
    ],
)
def test_credentials_are_taken_out_of_an_address(written: str, url: str, credentials: RepositoryCredentials) -> None:
    found = parse_repository_url(written)

    assert (found.url, found.credentials) == (url, credentials)


labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True).filter(lambda label: "--" not in label)
segments = st.text(min_size=1, max_size=12).filter(lambda text: text.isprintable() and not set(text) & set(" /?#\\%"))
addresses = st.builds(
    lambda scheme, user, host, port, path, end: f"{scheme}://{user}{'.'.join(host)}{port}/{'/'.join(path)}{end}",
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(["", "user@", "user:pa%3Ass@", ":@"]),
    st.lists(labels, min_size=1, max_size=3),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.lists(segments, max_size=3),
    st.sampled_from(["", "/", "//", "/index.yaml", "?q=1", "/index.yaml?q=1&r=%20"]),
)


@given(addresses)
def test_reading_an_address_twice_changes_nothing_and_leaves_no_credentials(written: str) -> None:
    try:
        once = parse_repository_url(written)
    except UrlFault:
        return
    twice = parse_repository_url(once.url)

    assert (twice.url, twice.kind, twice.credentials) == (once.url, once.kind, None)
    assert "user" not in origin_of(once.url)[1]
    assert origin_of(index_url(once.url)) == origin_of(once.url)


@given(st.text(max_size=60))
def test_whatever_is_written_is_an_address_or_a_fault(written: str) -> None:
    for text in (written, f"https://{written}", f"s3://{written}", f"oci://h/{written}"):
        try:
            assert parse_repository_url(text).url.isascii()
        except UrlFault as fault:
            assert str(fault).startswith("must ")


@given(st.text(max_size=40))
def test_the_query_of_a_repository_goes_to_no_other_origin(written: str) -> None:
    base = "https://h.example:8443/charts?token=mine"
    for text in (written, f"//{written}", f"/{written}", f"https:{written}"):
        try:
            found = package_url(base, text)
        except UrlFault:
            continue
        assert origin_of(found) == origin_of(base) or "token=mine" not in found


@pytest.mark.parametrize(
    ("base", "url", "found"),
    [
        ("https://h.example/charts", "a-1.0.0.tgz", "https://h.example/charts/a-1.0.0.tgz"),
        ("https://h.example", "charts/a-1.0.0.tgz", "https://h.example/charts/a-1.0.0.tgz"),
        ("https://h.example/charts", "/a-1.0.0.tgz", "https://h.example/a-1.0.0.tgz"),
        ("https://h.example/charts", "../a-1.0.0.tgz", "https://h.example/a-1.0.0.tgz"),
        ("https://h.example/c?token=x", "a-1.0.0%2Bb.tgz", "https://h.example/c/a-1.0.0%2Bb.tgz?token=x"),
        ("https://h.example/c?token=x", "a.tgz?y=2", "https://h.example/c/a.tgz?token=x"),
        ("https://h.example/c", "a.tgz?y=2", "https://h.example/c/a.tgz?y=2"),
        ("https://h.example/c?token=x", "https://h.example/a.tgz", "https://h.example/a.tgz"),
        ("https://h.example/c?token=x", "//cdn.example/a.tgz", "https://cdn.example/a.tgz"),
        ("https://h.example/c", "https://me:pw@cdn.example/a.tgz#x", "https://cdn.example/a.tgz"),
        ("https://h.example/c", "oci://ghcr.io/owner/a:1.0.0", "oci://ghcr.io/owner/a:1.0.0"),
    ],
)
def test_a_package_is_found_as_helm_finds_it(base: str, url: str, found: str) -> None:
    assert package_url(base, url) == found


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "gopher://h/", "data:text/plain,x", "a b.tgz", "a\x00"])
def test_a_package_is_not_sought_at_what_is_no_address(url: str) -> None:
    with pytest.raises(UrlFault):
        package_url("https://h.example/charts", url)


@pytest.mark.parametrize(
    ("url", "endpoint", "host", "path"),
    [
        (
            "s3://s3.eu-west-1.amazonaws.com/bucket/p",
            "https://s3.eu-west-1.amazonaws.com",
            "s3.eu-west-1.amazonaws.com",
            "bucket/p",
        ),
        ("s3://minio.example/bucket", "https://minio.example", "minio.example", "bucket"),
        ("s3://minio.example:9000/bucket", "http://minio.example:9000", "minio.example", "bucket"),
        ("s3+https://minio.example:9000/bucket", "https://minio.example:9000", "minio.example", "bucket"),
        ("s3+http://minio.example/bucket", "http://minio.example", "minio.example", "bucket"),
        ("oci://ghcr.io/a/b", "https://ghcr.io", "ghcr.io", "a/b"),
        ("oci://registry.example:5000/a", "https://registry.example:5000", "registry.example", "a"),
        ("oci://127.0.0.1:5000/a", "http://127.0.0.1:5000", "127.0.0.1", "a"),
        ("oci://localhost:5000/a", "http://localhost:5000", "localhost", "a"),
        ("oci+http://registry.example:5000/a", "http://registry.example:5000", "registry.example", "a"),
    ],
)
def test_buckets_and_registries_speak_tls_unless_their_address_says_otherwise(
    url: str, endpoint: str, host: str, path: str
) -> None:
    assert place_of(parse_repository_url(url).url) == Place(endpoint, host, path)


def test_a_version_in_a_registry_is_a_tag() -> None:
    assert reference_of("oci://h.example:5000/a/b:1.0.0+c") == Reference("https://h.example:5000", "a/b", "1.0.0_c")


@pytest.mark.parametrize("url", ["oci://h.example/a", "oci://h.example:5000/a", "https://h.example/a:1", "oci://h/A:1"])
def test_what_names_no_version_in_a_registry_is_refused(url: str) -> None:
    with pytest.raises(UrlFault):
        reference_of(url)
