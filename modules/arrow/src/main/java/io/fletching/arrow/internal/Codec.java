package io.fletching.arrow.internal;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.arrow.flatbuf.CompressionType;

/// How the buffers of a record batch are packed. The libraries that unpack them are there or not.
enum Codec {
    LZ4_FRAME("LZ4", "at.yawk.lz4:lz4-java", "org.lz4.java") {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return Lz4.unpack(packed);
        }
    },
    ZSTD("ZSTD", "com.github.luben:zstd-jni", "com.github.luben.zstd_jni") {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return Zstd.unpack(packed);
        }
    };

    private final String title;
    private final String artifact;
    private final String module;

    Codec(String title, String artifact, String module) {
        this.title = title;
        this.artifact = artifact;
        this.module = module;
    }

    static Codec of(byte code, IpcInput file) {
        return switch (code) {
            case CompressionType.LZ4_FRAME -> LZ4_FRAME;
            case CompressionType.ZSTD -> ZSTD;
            default ->
                throw file.unsupported(
                        "data-arrow-codec",
                        "is compressed by a method with the number " + code
                                + ", which Arrow did not have; expected LZ4 or ZSTD. Write it with one of these.");
        };
    }

    abstract InputStream unpack(InputStream packed) throws IOException;

    /// Unpacks a buffer, where the library is there.
    InputStream open(InputStream packed, IpcInput file, String column) {
        try {
            return unpack(packed);
        } catch (IOException | RuntimeException e) {
            throw file.damaged("in column '" + column + "' a buffer is no " + title, e);
        } catch (LinkageError absent) {
            var missing = file.unsupported(
                    "data-arrow-codec",
                    "is compressed by " + title + ", and the library for it is missing or cannot start. Add " + artifact
                            + " to the class path, or to the module path with '--add-modules " + module
                            + "'; or write the file uncompressed.");
            missing.initCause(absent);
            throw missing;
        }
    }

    /// Apart, so that the library is looked for when it is needed. In Java alone: nothing native is loaded.
    private static final class Lz4 {
        static InputStream unpack(InputStream packed) throws IOException {
            return new LZ4FrameInputStream(
                    packed,
                    LZ4Factory.safeInstance().safeDecompressor(),
                    XXHashFactory.safeInstance().hash32());
        }
    }

    private static final class Zstd {
        static InputStream unpack(InputStream packed) throws IOException {
            return new ZstdInputStream(packed);
        }
    }
}
