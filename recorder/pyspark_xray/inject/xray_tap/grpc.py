"""gRPC's channels, of a Spark Connect client. The package `grpc` itself is given as `module`, when it is imported."""

from __future__ import annotations

from .log import HEAD, now


def wrap_grpc(log, module):
    for name in ("insecure_channel", "secure_channel"):
        setattr(module, name, _watched(log, module, getattr(module, name)))


def _watched(log, module, original):
    """The function that opens a channel, so that the channel's messages are logged."""
    interceptors = (
        module.UnaryUnaryClientInterceptor,
        module.UnaryStreamClientInterceptor,
        module.StreamUnaryClientInterceptor,
        module.StreamStreamClientInterceptor,
    )
    watch = type("Watch", (_Watch, *interceptors), {})

    def opened(target, *args, **kwargs):
        log.event(what="grpcOpen", target=target)
        return module.intercept_channel(original(target, *args, **kwargs), watch(log))

    return opened


class _Watch:
    """An interceptor that logs each message of a channel."""

    def __init__(self, log):
        self._log = log

    def intercept_unary_unary(self, go, details, request):
        self._sent(details, request)
        call = go(details, request)
        if call.exception() is None:
            self._got(details, call.result())
        return call

    def intercept_unary_stream(self, go, details, request):
        self._sent(details, request)
        return _Call(go(details, request), lambda r: self._got(details, r))

    def intercept_stream_unary(self, go, details, requests):
        call = go(details, self._each_sent(details, requests))
        self._got(details, call.result())
        return call

    def intercept_stream_stream(self, go, details, requests):
        return _Call(go(details, self._each_sent(details, requests)), lambda r: self._got(details, r))

    def _sent(self, details, message):
        self._event(None, "request", details, message)

    def _each_sent(self, details, messages):
        for message in messages:
            self._sent(details, message)
            yield message

    def _got(self, details, message):
        self._event(now(), "response", details, message)
        return message

    def _event(self, t, way, details, message):
        import base64

        data = message.SerializeToString()
        head = base64.b64encode(data[:HEAD]).decode()
        method = details.method.decode() if isinstance(details.method, bytes) else details.method
        self._log.event(t, what="grpc", way=way, method=method, type=type(message).__name__, size=len(data), head=head)


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
