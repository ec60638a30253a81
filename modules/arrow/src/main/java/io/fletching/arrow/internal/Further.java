package io.fletching.arrow.internal;

import io.fletching.arrow.internal.BatchHeader.Span;
import java.nio.ByteBuffer;

/// A buffer of long texts, of which any part is read.
interface Further {
    long length();

    /// A part of it, which the caller has checked to be there.
    ByteBuffer read(long first, int count);

    /// A buffer as it lies in the file.
    record InFile(IpcInput file, Span span) implements Further {
        @Override
        public long length() {
            return span.length();
        }

        @Override
        public ByteBuffer read(long first, int count) {
            return file.read(span.first() + first, count);
        }
    }

    /// A buffer that was packed: all of it, once something is looked for.
    final class Unpacked implements Further {
        private final Feed feed;
        private byte[] bytes = {};

        Unpacked(Feed feed) {
            this.feed = feed;
        }

        @Override
        public long length() {
            return feed.length();
        }

        @Override
        public ByteBuffer read(long first, int count) {
            if (bytes.length == 0) {
                bytes = feed.rest();
            }
            if (first + count > bytes.length) {
                throw feed.damaged("a buffer ends too early");
            }
            return ByteBuffer.wrap(bytes, (int) first, count);
        }
    }
}
