package berth.wire;

/// A request as it came from the wire, whole, before anything of it is believed.
///
/// The body is what was sent: still compressed if Content-Encoding says so, because the signature covers these bytes.
///
/// @param method `POST`, `GET`
/// @param path the path as sent, percent-encoding untouched, without the query; `/` for nearly every AWS call
/// @param rawQuery the text behind `?`, encoded as sent; empty when there is none
/// @param headers all header fields in their order
/// @param body the bytes after transfer decoding; not copied, not to be changed
/// @param remoteAddress the peer, for messages and audit: `127.0.0.1:50312`
@SuppressWarnings("ArrayRecordComponent") // bodies of up to 10 MiB are handed on, not copied; no one compares calls
public record HttpCall(
        String method, String path, String rawQuery, Headers headers, byte[] body, String remoteAddress) {}
