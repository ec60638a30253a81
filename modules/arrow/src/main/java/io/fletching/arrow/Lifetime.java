package io.fletching.arrow;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.apache.arrow.memory.ArrowBuf;

/// How long views of Arrow memory may be used. It is closed before the buffers are released, so that use after close is
/// an exception and never a crash.
final class Lifetime implements AutoCloseable {
    private final Arena arena = Arena.ofShared();

    /// The bytes `[first, first + bytes)` of a buffer, which the caller has checked to be there.
    @SuppressWarnings("restricted")
    MemorySegment view(ArrowBuf buffer, long first, long bytes) {
        try {
            return MemorySegment.ofAddress(buffer.memoryAddress() + first).reinterpret(bytes, arena, null);
        } catch (IllegalCallerException refused) {
            throw new FletchingException(
                    Kind.USER,
                    "native-access",
                    "Fletching may not look at Arrow's memory. Start the JVM with"
                            + " '--enable-native-access=io.fletching.arrow', on the class path with"
                            + " '--enable-native-access=ALL-UNNAMED'.",
                    refused);
        }
    }

    boolean isOpen() {
        return arena.scope().isAlive();
    }

    @Override
    public void close() {
        if (isOpen()) {
            arena.close();
        }
    }
}
