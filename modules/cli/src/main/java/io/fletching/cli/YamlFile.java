package io.fletching.cli;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// The values of a YAML file, as they are written: a number is the text that flags are given, in any notation.
final class YamlFile {
    private static final int DEEPEST = 16;

    private final Path path;
    private final List<Value> values = new ArrayList<>();

    /// One value.
    ///
    /// @param key the keys that lead to it, joined by dots; values of a list have one key
    /// @param line from 1
    record Value(String key, String text, int line) {}

    private YamlFile(Path path) {
        this.path = path;
    }

    /// Reads a file whole.
    ///
    /// @throws FletchingException of kind `USER` for one that cannot be read or is no mapping, with the line
    static YamlFile read(Path path) {
        var file = new YamlFile(path);
        try {
            String text = Files.readString(path);
            LoadSettings settings = LoadSettings.builder().build();
            var parser = new ParserImpl(settings, new StreamReader(settings, text));
            Node root = new Composer(settings, parser)
                    .getSingleNode()
                    .filter(MappingNode.class::isInstance)
                    .orElseThrow(() -> file.refusal(
                            1, "There are no keys; expected some of those that a run.yaml has, such as 'data'."));
            file.collect("", root, 0);
        } catch (MarkedYamlEngineException mistake) {
            int line = mistake.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            throw file.refusal(line, "This is no YAML: " + mistake.getProblem() + ".", mistake);
        } catch (YamlEngineException mistake) {
            throw file.refusal(1, "This is no YAML: " + mistake.getMessage() + ".", mistake);
        } catch (IOException unreadable) {
            throw new FletchingException(
                    Kind.USER,
                    "config-file",
                    "The file '" + path + "' cannot be read: " + reason(unreadable)
                            + "; expected a run.yaml, or the folder of a run.",
                    unreadable);
        }
        return file;
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> "there is none";
            case CharacterCodingException _ -> "it is not UTF-8";
            default -> RunFolder.reason(cause);
        };
    }

    /// All values, in the order of the file, without empty ones.
    List<Value> values() {
        return values;
    }

    private void collect(String key, Node node, int depth) {
        if (depth > DEEPEST) {
            throw refusal(line(node), "The key '" + key + "' leads too deep.");
        }
        switch (node) {
            case MappingNode mapping -> {
                Set<String> seen = new HashSet<>();
                for (NodeTuple pair : mapping.getValue()) {
                    String name = pair.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                    String below = key.isEmpty() ? name : key + "." + name;
                    if (!seen.add(name)) {
                        throw refusal(line(pair.getKeyNode()), "The key '" + below + "' is given twice.");
                    }
                    collect(below, pair.getValueNode(), depth + 1);
                }
            }
            case SequenceNode list -> list.getValue().forEach(value -> collect(key, value, depth + 1));
            case ScalarNode scalar
            when !scalar.getTag().equals(Tag.NULL) -> values.add(new Value(key, scalar.getValue(), line(node)));
            default -> {
                // Nothing is said, so the default holds.
            }
        }
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    /// A path that a value names: beside this file where something is there, else as it is.
    ///
    /// @param text may be a pattern
    String near(String text) {
        Path folder = path.getParent();
        return folder != null && !text.isEmpty() && isThere(folder, text)
                ? folder.resolve(text).normalize().toString()
                : text;
    }

    private static boolean isThere(Path folder, String text) {
        try {
            Path named = folder.resolve(text);
            if (Files.exists(named)) {
                return true;
            }
            Path parent = named.getParent();
            if (parent == null || !Files.isDirectory(parent)) {
                return false;
            }
            try (var matching =
                    Files.newDirectoryStream(parent, named.getFileName().toString())) {
                return matching.iterator().hasNext();
            }
        } catch (IOException | InvalidPathException | PatternSyntaxException impossible) {
            // What the text is good for is found by who reads it.
            return false;
        }
    }

    /// A refusal of what stands in a line.
    FletchingException refusal(int line, String sentence) {
        return new FletchingException(Kind.USER, "config", where(line) + sentence);
    }

    FletchingException refusal(int line, String sentence, Exception cause) {
        return new FletchingException(Kind.USER, "config", where(line) + sentence, cause);
    }

    private String where(int line) {
        return "'" + path + "', line " + line + ": ";
    }
}
