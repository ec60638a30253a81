package io.fletching.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Words of the command line that are not numbers. What one of them refuses is answered with what is expected.
final class Texts {
    private Texts() {}

    static final class Name implements ITypeConverter<Path> {
        private static final String EXPECTED = "the name of a file or folder";

        @Override
        public Path convert(String text) {
            if (text.isEmpty()) {
                throw new TypeConversionException(EXPECTED);
            }
            try {
                return Path.of(text);
            } catch (InvalidPathException impossible) {
                throw new TypeConversionException(EXPECTED);
            }
        }
    }

    static final class Truth implements ITypeConverter<Boolean> {
        @Override
        public Boolean convert(String text) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new TypeConversionException("true or false");
            };
        }
    }
}
