package io.fletching.cli;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files of a project for one provider, from templates in which words between `@` stand for what differs.
///
/// @param words by placeholder
record ProviderProject(Map<String, String> words) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final Pattern PLACEHOLDER = Pattern.compile("@([A-Z]+)@");

    /// Classes that the templates name without their package.
    private static final Set<String> TAKEN = Set.of(
            "Clipper",
            "Descriptor",
            "Double",
            "Gradients",
            "Initializer",
            "List",
            "Map",
            "Math",
            "Momentum",
            "Norm",
            "Normalizer",
            "Option",
            "Options",
            "Optimizer",
            "Override",
            "Parameter",
            "Phase",
            "Rule",
            "Shape",
            "State",
            "Step",
            "Tensor",
            "Filler");

    private static final Set<String> RESERVED = Set.of(("abstract assert boolean break byte case catch char class const"
                    + " continue default do double else enum extends false final finally float for goto if implements"
                    + " import instanceof int interface long native new null package private protected public return"
                    + " short static strictfp super switch synchronized this throw throws transient true try void"
                    + " volatile while")
            .split(" "));

    /// Which option the kit tries besides the defaults.
    private static final Map<String, String> VARIANTS = Map.of(
            "optimizer", "\"momentum\", \"0\"",
            "clipper", "\"max-norm\", \"0.1\"",
            "initializer", "\"gain\", \"2\"",
            "normalizer", "\"eps\", \"0.1\"");

    /// @param kind `optimizer` and so on
    /// @param packageName or empty for the default
    /// @throws FletchingException of kind `USER` for names of which no project can be made
    static ProviderProject of(String kind, String name, String packageName) {
        if (!NAME.matcher(name).matches()) {
            throw refusal(
                    "The name is '" + name + "'; expected lower-case words joined by dashes, such as sign-descent.");
        }
        String type = capital(name);
        if (TAKEN.contains(type)) {
            throw refusal(
                    "The name '" + name + "' makes the class '" + type + "', which means another; choose another.");
        }
        String home = packageName.isEmpty() ? "com.example." + name.replace("-", "") : packageName;
        boolean reserved = Arrays.stream(home.split("\\.")).anyMatch(RESERVED::contains);
        if (!PACKAGE.matcher(home).matches() || reserved || home.startsWith("io.fletching.")) {
            throw refusal(
                    "The package is '" + home + "'; expected lower-case words joined by dots, at least two, none a"
                            + " word of Java's own and not in io.fletching. Give one with --package.");
        }
        return new ProviderProject(Map.of(
                "NAME",
                name,
                "CLASS",
                type,
                "KIND",
                kind,
                "TYPE",
                capital(kind),
                "PACKAGE",
                home,
                "GROUP",
                home.substring(0, home.lastIndexOf('.')),
                "FLETCHING",
                Versions.fletching(),
                "VARIANT",
                Objects.requireNonNull(VARIANTS.get(kind))));
    }

    private static String capital(String name) {
        return Stream.of(name.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    /// The file of the provider's class.
    String source() {
        return fill("src/main/java/@FOLDER@/@CLASS@.java");
    }

    /// The templates, by the files that they become.
    private Map<String, String> files() {
        var files = new LinkedHashMap<String, String>();
        files.put("README.md", "README.md");
        files.put("pom.xml", "pom.xml");
        files.put("src/main/java/module-info.java", "module-info.java");
        files.put(source(), fill("@KIND@.java"));
        files.put(fill("src/test/java/@FOLDER@/@CLASS@Test.java"), "Test.java");
        return files;
    }

    /// Writes all files. Nothing that is there is overwritten.
    ///
    /// @throws FletchingException of kind `USER` where the folder is not empty or cannot be written
    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw refusal("The folder '" + folder
                            + "' is not empty; expected a new or empty one, such as --dir NEW.");
                }
            }
            for (Map.Entry<String, String> file : files().entrySet()) {
                write(folder.resolve(file.getKey()), fill(template(file.getValue())));
            }
            write(
                    folder.resolve(fill("src/main/resources/META-INF/services/io.fletching.spi.@TYPE@")),
                    fill("@PACKAGE@.@CLASS@\n"));
        } catch (FileAlreadyExistsException inTheWay) {
            throw refusal("The project cannot be written to '" + folder + "': a file is in the way.");
        } catch (IOException failure) {
            throw refusal("The project cannot be written to '" + folder + "': " + failure.getMessage() + ".");
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String fill(String template) {
        return PLACEHOLDER.matcher(template).replaceAll(found -> Matcher.quoteReplacement(word(found.group(1))));
    }

    private String word(String placeholder) {
        return placeholder.equals("FOLDER")
                ? word("PACKAGE").replace('.', '/')
                : Objects.requireNonNull(words.get(placeholder), placeholder);
    }

    private static String template(String name) {
        try (InputStream in = ProviderProject.class.getResourceAsStream("provider/" + name + ".txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static FletchingException refusal(String sentence) {
        return new FletchingException(Kind.USER, "project", sentence);
    }
}
