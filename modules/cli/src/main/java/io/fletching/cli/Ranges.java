package io.fletching.cli;

import java.math.BigInteger;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Numbers of the command line, each with its range. What one of them refuses is answered with what is expected.
final class Ranges {
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");
    private static final Pattern REAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private Ranges() {}

    static final class Depth implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) whole(text, 0, 10_000);
        }
    }

    static final class Width implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) whole(text, 1, 65_536);
        }
    }

    static final class Dropout implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            double value = REAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
            if (value >= 0 && value < 1) {
                return value;
            }
            throw new TypeConversionException("a number from 0 to below 1");
        }
    }

    static final class Epochs implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) whole(text, 1, 1_000_000);
        }
    }

    static final class Batch implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) whole(text, 1, 1_000_000);
        }
    }

    static final class Threads implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) whole(text, 1, 1_024);
        }
    }

    static final class Seed implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    static final class Window implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) whole(text, 1, Integer.MAX_VALUE);
        }
    }

    /// As the JVM takes sizes of memory: 65536, 64k, 512m, 4g.
    static final class Bytes implements ITypeConverter<Long> {
        private static final String UNITS = "kmgt";

        @Override
        public Long convert(String text) {
            if (text.matches("[1-9]\\d{0,6}[kmgtKMGT]?|\\d{1,15}") && !text.matches("0+")) {
                int unit = UNITS.indexOf(Character.toLowerCase(text.charAt(text.length() - 1)));
                return unit < 0
                        ? Long.parseLong(text)
                        : Long.parseLong(text.substring(0, text.length() - 1)) << (10 * (unit + 1));
            }
            throw new TypeConversionException("a size of memory such as 512m or 4g");
        }
    }

    private static long whole(String text, long low, long high) {
        if (WHOLE.matcher(text).matches()) {
            var value = new BigInteger(text);
            if (value.compareTo(BigInteger.valueOf(low)) >= 0 && value.compareTo(BigInteger.valueOf(high)) <= 0) {
                return value.longValue();
            }
        }
        throw new TypeConversionException("a whole number from " + low + " to " + high);
    }
}
