package io.fletching.arrow.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.Schema;

/// Where the messages of a file are: one after the other in a stream, in a file where its footer says.
sealed interface IpcFrame {
    IpcSchema schema();

    /// Reads dictionaries and record batches, each dictionary before the batches that need it.
    void messages(Consumer<IpcMessage> each);

    static IpcFrame of(IpcInput file) {
        int head = (int) Math.min(file.size(), IpcInput.MAGIC.length);
        return IpcInput.isFile(file.read(0, head).array()) ? Whole.of(file) : Stream.of(file);
    }

    /// A stream that was written to a file: it must have its end, or nobody could tell that it is whole.
    record Stream(IpcInput file, IpcMessage first, IpcSchema schema) implements IpcFrame {
        static Stream of(IpcInput file) {
            IpcMessage first = IpcMessage.at(0, file);
            if (first.type() != MessageHeader.Schema) {
                throw file.damaged("its first message is no schema");
            }
            return new Stream(file, first, IpcMessage.parse(file, "its schema", () -> {
                Schema schema = first.header(new Schema(), file);
                return new IpcSchema(schema, first.metadata(), first.version(), file);
            }));
        }

        @Override
        public void messages(Consumer<IpcMessage> each) {
            IpcMessage next = IpcMessage.at(first.end(), file);
            while (!next.isEnd()) {
                each.accept(next);
                next = IpcMessage.at(next.end(), file);
            }
            if (next.end() != file.size()) {
                throw file.damaged(
                        "its end is marked at byte " + next.end() + ", and it goes on to byte " + file.size());
            }
        }
    }

    /// A file with a footer.
    record Whole(IpcInput file, IpcSchema schema, List<Entry> dictionaries, List<Entry> batches) implements IpcFrame {
        /// The length of the footer and the word at the end.
        private static final int TAIL = 10;

        /// The word at the start, filled up to 8 bytes.
        private static final int START = 8;

        /// Between messages there may be some bytes of padding.
        private static final int MOST_PADDING = 64;

        /// What the footer says of a message.
        record Entry(long first, long metadataLength, long bodyLength) {
            static Entry of(Block block) {
                return new Entry(block.offset(), block.metaDataLength(), block.bodyLength());
            }

            long end() {
                return first + metadataLength + bodyLength;
            }
        }

        static Whole of(IpcInput file) {
            long end = file.size() - TAIL;
            if (end < START
                    || !IpcInput.isFile(
                            file.read(end + 4, IpcInput.MAGIC.length).array())) {
                throw file.cutOff("an Arrow file ends with the word ARROW1, and this one does not");
            }
            int length = file.read(end, 4).getInt(0);
            if (length <= 0 || length > end - START) {
                throw file.damaged("its footer should have " + length + " bytes");
            }
            ByteBuffer bytes = file.read(end - length, length);
            Whole whole = IpcMessage.parse(file, "its footer", () -> {
                Footer footer = Footer.getRootAsFooter(bytes);
                if (footer.schema() == null) {
                    throw file.damaged("its footer has no schema");
                }
                var schema = new IpcSchema(footer.schema(), bytes, footer.version(), file);
                List<Entry> dictionaries = new ArrayList<>();
                for (int i = 0; i < footer.dictionariesLength(); i++) {
                    dictionaries.add(Entry.of(footer.dictionaries(i)));
                }
                List<Entry> batches = new ArrayList<>();
                for (int i = 0; i < footer.recordBatchesLength(); i++) {
                    batches.add(Entry.of(footer.recordBatches(i)));
                }
                return new Whole(file, schema, dictionaries, batches);
            });
            whole.checkEntries(end - length);
            return whole;
        }

        /// The messages fill the file from the schema to the footer, or one of the two has lost some.
        private void checkEntries(long footer) {
            List<Entry> all = new ArrayList<>(dictionaries);
            all.addAll(batches);
            all.sort(Comparator.comparingLong(Entry::first));
            long end = IpcMessage.at(START, file).end();
            for (Entry entry : all) {
                if (entry.first() < end
                        || entry.first() > end + MOST_PADDING
                        || entry.metadataLength() <= 0
                        || entry.bodyLength() < 0
                        || entry.metadataLength() > footer - entry.first()
                        || entry.bodyLength() > footer - entry.first() - entry.metadataLength()) {
                    throw file.damaged("its footer says that a message begins at byte " + entry.first() + " with "
                            + entry.metadataLength() + " and " + entry.bodyLength() + " bytes; expected one from byte "
                            + end + " on, before the footer at byte " + footer);
                }
                end = entry.end();
            }
            if (end < footer - MOST_PADDING) {
                throw file.damaged("its footer names no message from byte " + end + " to " + footer);
            }
        }

        @Override
        public void messages(Consumer<IpcMessage> each) {
            dictionaries.forEach(entry -> each.accept(message(entry, MessageHeader.DictionaryBatch)));
            batches.forEach(entry -> each.accept(message(entry, MessageHeader.RecordBatch)));
        }

        private IpcMessage message(Entry entry, byte type) {
            IpcMessage message = IpcMessage.at(entry.first(), file);
            if (message.type() != type || message.bodyLength() != entry.bodyLength()) {
                throw file.damaged("the message at byte " + entry.first() + " is not the one that the footer names");
            }
            return message;
        }
    }
}
