package berth.wire.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/// The SDK's model classes, by name and by builder. What reflection finds is kept per class.
public final class Model {
    private static final ClassValue<MethodHandle> BUILDERS = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            try {
                Method builder = type.getMethod("builder");
                return MethodHandles.publicLookup().unreflect(builder).asType(MethodType.methodType(SdkPojo.class));
            } catch (ReflectiveOperationException failure) {
                throw new IllegalArgumentException(type + " is not a model class of the SDK", failure);
            }
        }
    };

    private Model() {}

    /// The model class of this full name. A name that the SDK does not have is a defect of the caller's.
    public static Class<? extends SdkPojo> load(String className) {
        try {
            return Class.forName(className).asSubclass(SdkPojo.class);
        } catch (ClassNotFoundException failure) {
            throw new IllegalStateException("the SDK has no class " + className, failure);
        }
    }

    /// A fresh builder of a model class. A builder is an [SdkPojo] too: its fields are those of the class.
    public static SdkPojo builder(Class<? extends SdkPojo> type) {
        try {
            return (SdkPojo) BUILDERS.get(type).invokeExact();
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("cannot make a builder of " + type, failure);
        }
    }

    /// The object that a builder holds.
    public static SdkPojo build(SdkPojo builder) {
        return (SdkPojo) ((Buildable) builder).build();
    }
}
