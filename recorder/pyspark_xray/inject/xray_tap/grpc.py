"""gRPC's channels, of a Spark Connect client. The package `grpc` itself is given as `module`, once the job imports it."""

from __future__ import annotations

import base64

from .log import HEAD, now


def wrap_grpc(log, module):
    for name in ("insecure_channel", "secure_channel"):

        def opened(target, *args, _original=getattr(module, name), **kwargs):
            log.event(what="grpcOpen", target=target)
            return module.intercept_channel(_original(target, *args, **kwargs), _watch(log, module))

        setattr(module, name, opened)


def _watch(log, module):
    """An interceptor that logs each message of a channel."""

    def sent(details, message):
        _message(log, None, "request", details, message)

    def got(details, message):
        _message(log, now(), "response", details, message)
        return message

    def requests(details, messages):
        for message in messages:
            sent(details, message)
            yield message

    class Watch(
        module.UnaryUnaryClientInterceptor,
        module.UnaryStreamClientInterceptor,
        module.StreamUnaryClientInterceptor,
        module.StreamStreamClientInterceptor,
    ):
        def intercept_unary_unary(self, go, details, request):
            sent(details, request)
            call = go(details, request)
            if call.exception() is None:
                got(details, call.result())
            return call

        def intercept_unary_stream(self, go, details, request):
            sent(details, request)
            return _Call(go(details, request), lambda r: got(details, r))

        def intercept_stream_unary(self, go, details, messages):
            call = go(details, requests(details, messages))
            got(details, call.result())
            return call

        def intercept_stream_stream(self, go, details, messages):
            return _Call(go(details, requests(details, messages)), lambda r: got(details, r))

    return Watch()


def _message(log, t, way, details, message):
    data = message.SerializeToString()
    head = base64.b64encode(data[:HEAD]).decode()
    method = details.method.decode() if isinstance(details.method, bytes) else details.method
    log.event(t, what="grpc", way=way, method=method, type=type(message).__name__, size=len(data), head=head)


class _Call:
    """A response stream that shows each message to `seen` and is otherwise the call itself."""

    def __init__(self, call, seen):
        self._call, self._seen = call, seen

    def __iter__(self):
        return self

    def __next__(self):
        return self._seen(next(self._call))

    def __getattr__(self, name):
        return getattr(self._call, name)
