package io.fletching.data.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A column as it was read.
@SuppressWarnings("ArrayRecordComponent") // large arrays that nobody compares or prints
public sealed interface RawColumn {
    String name();

    int rows();

    /// Numbers; NaN where a cell was empty.
    record Numbers(String name, double[] values) implements RawColumn {
        @Override
        public int rows() {
            return values.length;
        }
    }

    /// Categories, as positions in the list of values.
    record Codes(String name, int[] codes, List<String> values) implements RawColumn {
        public Codes {
            values = List.copyOf(values);
        }

        /// A column whose values are put in order: by number where all are numbers, else by text. So the codes do not
        /// depend on the order of rows.
        static Codes sorted(String name, int[] codes, List<String> values) {
            boolean numbers = values.stream().allMatch(Numerals::isNumber);
            Comparator<Integer> byText = Comparator.comparing(values::get);
            Comparator<Integer> order = numbers
                    ? Comparator.<Integer>comparingDouble(i -> Double.parseDouble(values.get(i)))
                            .thenComparing(byText)
                    : byText;
            List<Integer> sorted =
                    IntStream.range(0, values.size()).boxed().sorted(order).toList();
            int[] rank = new int[values.size()];
            for (int i = 0; i < rank.length; i++) {
                rank[sorted.get(i)] = i;
            }
            int[] ranked = Arrays.stream(codes).map(code -> rank[code]).toArray();
            return new Codes(name, ranked, sorted.stream().map(values::get).toList());
        }

        /// The classes of images, numbers that are their own names.
        static Codes ofLabels(byte[] labels) {
            Map<Integer, Integer> seen = new LinkedHashMap<>();
            int[] codes = new int[labels.length];
            for (int i = 0; i < labels.length; i++) {
                codes[i] = seen.computeIfAbsent(Byte.toUnsignedInt(labels[i]), _ -> seen.size());
            }
            return sorted(
                    "label", codes, seen.keySet().stream().map(String::valueOf).toList());
        }

        @Override
        public int rows() {
            return codes.length;
        }
    }
}
