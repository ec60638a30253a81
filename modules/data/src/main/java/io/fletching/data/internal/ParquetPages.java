package io.fletching.data.internal;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.CompressionCodec;
import io.fletching.spi.FletchingException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The pages of a column chunk, checked before Hardwood believes them: a page that says a wrong length sends its reader
/// round for ever, to the end of memory, or beyond it and the JVM down.
final class ParquetPages {
    private static final long DICTIONARY = 2;
    private static final int HEADER = 1 << 10;
    private static final int LONGEST_HEADER = 1 << 22;

    /// No page is packed better than this, but a small one may be.
    private static final long BEST_PACKING = 2000;

    /// The length of what Snappy has packed is written in at most this many bytes.
    private static final int MOST_LENGTH_BYTES = 5;

    private static final long SMALL_PAGE = 1 << 26;

    private final ParquetInput file;
    private final ColumnMetaData column;
    private final long end;
    private final List<Page> dataPages = new ArrayList<>();
    private long position;

    /// Where a page lies, its header with it.
    private record Page(long first, long bytes) {}

    private ParquetPages(ParquetInput file, ColumnChunk chunk) {
        this.file = file;
        this.column = chunk.metaData();
        this.position = chunk.chunkStartOffset();
        this.end = position + column.totalCompressedSize();
    }

    /// Pages fill the chunk and have its values.
    static void check(ParquetInput file, ColumnChunk chunk) throws IOException {
        var pages = new ParquetPages(file, chunk);
        if (pages.column.numValues() == 0) {
            return;
        }
        long values = 0;
        while (values < pages.column.numValues()) {
            values += pages.next();
        }
        if (values != pages.column.numValues() || pages.position != pages.end) {
            throw pages.damaged("its pages have " + values + " values up to byte " + pages.position + "; expected "
                    + pages.column.numValues() + " up to byte " + pages.end);
        }
        pages.checkIndex(chunk);
    }

    /// Hardwood goes by the index where there is one: it names the pages that are there.
    private void checkIndex(ColumnChunk chunk) throws IOException {
        Long first = chunk.offsetIndexOffset();
        Integer length = chunk.offsetIndexLength();
        if (first == null || length == null) {
            return;
        }
        try {
            Map<String, Long> index = new ThriftReader(file.readRange(first, length)).struct();
            for (int i = 0; i < dataPages.size(); i++) {
                Page page =
                        new Page(index.getOrDefault("1[" + i + "].1L", -1L), index.getOrDefault("1[" + i + "].2", -1L));
                if (!page.equals(dataPages.get(i))) {
                    throw damaged("its index has " + page + ", where there is " + dataPages.get(i));
                }
            }
            if (index.containsKey("1[" + dataPages.size() + "].1L")) {
                throw damaged("its index has more pages than there are");
            }
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw damaged("its index of pages makes no sense");
        }
    }

    /// Passes a page: the number of its values, 0 for a dictionary.
    private long next() throws IOException {
        long first = position;
        Map<String, Long> header = header();
        long packed = header.getOrDefault("3", -1L);
        long unpacked = header.getOrDefault("2", -1L);
        long kind = header.getOrDefault("1", -1L);
        // The kinds of page: data, index, dictionary, data in a second version.
        long values = switch ((int) kind) {
            case 0 -> header.getOrDefault("5.1", -1L);
            case (int) DICTIONARY -> header.getOrDefault("7.1", -1L);
            case 3 -> header.getOrDefault("8.1", -1L);
            default -> -1;
        };
        boolean plain = column.codec() == CompressionCodec.UNCOMPRESSED;
        if (packed < 0
                || packed > end - position
                || unpacked < 0
                || (plain && packed != unpacked)
                || unpacked > Math.max(SMALL_PAGE, packed * BEST_PACKING)
                || values < 0
                || values > (kind == DICTIONARY ? unpacked : column.numValues())) {
            throw damaged("a page before byte " + position + " of " + end + " says that it has " + values
                    + " values in " + packed + " bytes, unpacked " + unpacked);
        }
        if (column.codec() == CompressionCodec.SNAPPY) {
            requireSnappyLength(header, packed, unpacked);
        }
        position += packed;
        if (kind == DICTIONARY) {
            return 0;
        }
        dataPages.add(new Page(first, position - first));
        return values;
    }

    /// What Snappy has packed begins with its length, and its library writes that much whatever room it was given.
    /// In the second version of data pages the levels come before it, unpacked.
    private void requireSnappyLength(Map<String, Long> header, long packed, long unpacked) throws IOException {
        long levels = header.getOrDefault("8.5", 0L) + header.getOrDefault("8.6", 0L);
        if (header.getOrDefault("8.7?", 1L) == 0 || (packed == levels && unpacked == levels)) {
            return;
        }
        long length = -1;
        if (levels >= 0 && levels < packed) {
            ByteBuffer start = file.readRange(position + levels, (int) Math.min(MOST_LENGTH_BYTES, packed - levels));
            length = 0;
            for (int shift = 0, next = 0x80; next >= 0x80 && start.hasRemaining(); shift += 7) {
                next = start.get() & 0xFF;
                length |= (next & 0x7FL) << shift;
            }
        }
        if (length != unpacked - levels) {
            throw damaged("a page at byte " + position + " is packed from " + length + " bytes; expected "
                    + (unpacked - levels));
        }
    }

    private Map<String, Long> header() throws IOException {
        for (int most = HEADER; ; most *= 8) {
            var bytes = file.readRange(position, (int) Math.min(most, end - position));
            try {
                Map<String, Long> header = new ThriftReader(bytes).struct();
                position += bytes.position();
                return header;
            } catch (IllegalArgumentException e) {
                throw damaged("a page at byte " + position + " has " + e.getMessage());
            } catch (BufferUnderflowException e) {
                if (most >= end - position || most > LONGEST_HEADER) {
                    throw damaged("a page should begin at byte " + position + " of " + end);
                }
            }
        }
    }

    private FletchingException damaged(String what) {
        return ParquetLayout.damaged(file.path(), "in column '" + column.pathInSchema() + "' " + what);
    }
}
