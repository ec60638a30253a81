package io.fletching.data.internal;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.RowGroup;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a Parquet file says of itself, checked before it is believed.
final class ParquetLayout {
    /// The word at the start and the end.
    private static final int MAGIC = 4;

    private ParquetLayout() {}

    /// Row groups lie in the file and have the columns and the rows of the table.
    ///
    /// @param leaves how many columns hold values
    static void check(FileMetaData file, int leaves, Path path) {
        if (leaves == 0) {
            throw damaged(path, "it has no columns");
        }
        long size = size(path);
        long rows = 0;
        for (RowGroup group : file.rowGroups()) {
            if (group.numRows() < 0
                    || group.columns().size()
                            != file.rowGroups().getFirst().columns().size()) {
                throw damaged(
                        path,
                        "a row group has " + group.numRows() + " rows in "
                                + group.columns().size() + " columns");
            }
            rows = Math.addExact(rows, group.numRows());
            for (ColumnChunk chunk : group.columns()) {
                ColumnMetaData column = chunk.metaData();
                long bytes = column.totalCompressedSize();
                long first = chunk.chunkStartOffset();
                if ((first < MAGIC && bytes > 0)
                        || bytes < 0
                        || bytes > size - first
                        || column.totalUncompressedSize() < 0
                        || column.numValues() < 0) {
                    throw damaged(
                            path,
                            "column '" + column.pathInSchema() + "' should be the " + bytes + " bytes from byte "
                                    + first + " on; the file has " + size);
                }
            }
        }
        if (rows != file.numRows()) {
            throw damaged(path, "it names " + file.numRows() + " rows, and its row groups have " + rows);
        }
    }

    /// The libraries that unpack a column are there, and its pages are what they say.
    ///
    /// @param leaf the position of the column among those that hold values
    static void checkColumn(FileMetaData file, int leaf, ParquetInput input) throws IOException {
        for (RowGroup group : file.rowGroups()) {
            ColumnChunk chunk = group.columns().get(leaf);
            checkCodec(chunk.metaData().codec(), input.path());
            ParquetPages.check(input, chunk);
        }
    }

    private static void checkCodec(CompressionCodec codec, Path path) {
        switch (codec) {
            case UNCOMPRESSED, GZIP -> {}
            case SNAPPY ->
                require("org.xerial.snappy.Snappy", "org.xerial.snappy:snappy-java", "snappy.java", codec, path);
            case ZSTD ->
                require(
                        "com.github.luben.zstd.Zstd",
                        "com.github.luben:zstd-jni",
                        "com.github.luben.zstd_jni",
                        codec,
                        path);
            case LZ4, LZ4_RAW ->
                require("net.jpountz.lz4.LZ4Factory", "at.yawk.lz4:lz4-java", "org.lz4.java", codec, path);
            case BROTLI ->
                require(
                        "com.aayushatharva.brotli4j.Brotli4jLoader",
                        "com.aayushatharva.brotli4j:brotli4j",
                        "com.aayushatharva.brotli4j",
                        codec,
                        path);
            case LZO ->
                throw Fault.data(
                        "data-parquet-codec",
                        "'" + path + "' is compressed by LZO, which is not read. Write it with Snappy or ZSTD.");
        }
    }

    private static void require(String type, String artifact, String module, CompressionCodec codec, Path path) {
        try {
            Class.forName(type);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new FletchingException(
                    Kind.DATA,
                    "data-parquet-codec",
                    "'" + path + "' is compressed by " + codec + ", and the library for it is missing. Add " + artifact
                            + " to the class path, or to the module path with '--add-modules " + module
                            + "'; or write the file with Snappy or ZSTD.",
                    e);
        }
    }

    static FletchingException damaged(Path path, String what) {
        return Fault.data(
                "data-parquet",
                "'" + path + "' is no whole Parquet file: " + what
                        + ". Write it again, or copy it again from where it is whole.");
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
