package io.fletching.data.internal;

/// What a file holds, told by its first bytes and not by its name.
enum Format {
    IDX,
    ARROW_FILE,
    ARROW_STREAM,
    PARQUET,
    CSV,
    UNKNOWN;

    /// @param head the first bytes of the file, unpacked
    static Format of(byte[] head) {
        if (IdxFile.startsLike(head)) {
            return IDX;
        }
        if (startsWith(head, 'A', 'R', 'R', 'O', 'W', '1')) {
            return ARROW_FILE;
        }
        if (startsWith(head, 'P', 'A', 'R', '1')) {
            return PARQUET;
        }
        // The marker before the first message of a stream, the length of which follows.
        if (startsWith(head, 0xff, 0xff, 0xff, 0xff)) {
            return ARROW_STREAM;
        }
        for (byte b : head) {
            if (b == 0) {
                return UNKNOWN;
            }
        }
        return CSV;
    }

    private static boolean startsWith(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (head[i] != (byte) magic[i]) {
                return false;
            }
        }
        return true;
    }
}
