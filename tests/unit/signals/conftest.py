"""The stores that the tests of this folder run on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import redis_server


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The URL of a Redis server that runs as long as the tests."""
    if redis_server.find_program() is None:
        pytest.skip(redis_server.NOT_THERE)
    with redis_server.running_server() as url:
        yield url
