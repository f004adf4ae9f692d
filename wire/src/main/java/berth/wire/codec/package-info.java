/// One generic codec between the SDK's model classes and JSON, query forms and XML.
///
/// [berth.wire.codec.Shape] holds what a class of the model says about its members, read once per class from
/// `SdkPojo.sdkFields()`; the readers and writers walk shapes and know no operation.
///
/// Invariants: an unset list or map (`SdkAutoConstructList`) is not written, an empty one is; an input that does not
/// fit is a [berth.kernel.Fault] with code SerializationException that names the member; what a document nests or
/// inflates to is bounded before memory is spent on it. Woken by nobody: it is called.
@NullMarked
package berth.wire.codec;

import org.jspecify.annotations.NullMarked;
