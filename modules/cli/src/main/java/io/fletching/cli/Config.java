package io.fletching.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.NamingBase;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// A file with keys of [Recipe] as words of the command line: what that leaves open is read from here.
final class Config {
    private static final String SET = "--set=";
    private static final String OPTIONS = ".options";
    private static final NamingBase SNAKE_CASE = new PropertyNamingStrategies.SnakeCaseStrategy();

    /// Flags whose values may be paths.
    private static final Set<String> PATHS = Set.of(Flag.DATA, "--labels", "--validation", "--plugins");

    /// By key, the flag that it decides; empty for what came of a run.
    private static final Map<String, String> FLAGS = flags();

    private final YamlFile file;
    private final List<Word> words = new ArrayList<>();

    /// What a key says.
    ///
    /// @param flag replaces the key where it is given
    /// @param text as it stands on the command line
    private record Word(String flag, String text, int line) {
        /// Whether the command line says otherwise.
        boolean isReplaced(ParseResult given, List<String> settings) {
            boolean named = flag.equals(Flag.DATA)
                    ? !given.matchedPositionals().isEmpty()
                    : given.hasMatchedOption(flag.replaceFirst("=.*", ""));
            String option = text.substring(0, text.indexOf('=', SET.length()) + 1);
            return named || (text.startsWith(SET) && settings.stream().anyMatch(set -> (SET + set).startsWith(option)));
        }
    }

    private Config(YamlFile file) {
        this.file = file;
        file.values().forEach(this::add);
    }

    /// Reads a file, or `run.yaml` in the folder of a run.
    ///
    /// @throws FletchingException of kind `USER` for what is no such file, with the line
    static Config read(Path path) {
        return new Config(YamlFile.read(Files.isDirectory(path) ? path.resolve(RunFolder.RECIPE) : path));
    }

    /// The command line that a recorded run can be repeated by; empty where the file has none.
    String command() {
        return file.values().stream()
                .filter(value -> value.key().equals("command"))
                .map(YamlFile.Value::text)
                .findFirst()
                .orElse("");
    }

    /// Parses anew a command line that was accepted, with what it leaves open from this file.
    ///
    /// @param settings the values of its `--set`
    /// @throws FletchingException of kind `USER` for a value that its flag refuses, in the flag's words
    void addTo(CommandLine line, List<String> settings) {
        ParseResult given = line.getParseResult();
        List<String> all = new ArrayList<>();
        words.stream().filter(word -> !word.isReplaced(given, settings)).forEach(word -> all.add(word.text));
        all.addAll(arguments(line));
        try {
            line.parseArgs(all.toArray(String[]::new));
        } catch (ParameterException mistake) {
            String flag = Mistakes.argument(mistake) instanceof OptionSpec option ? option.longestName() : Flag.DATA;
            int at = words.stream()
                    .filter(word -> word.flag.equals(flag))
                    .mapToInt(Word::line)
                    .max()
                    .orElse(1);
            throw file.refusal(at, String.valueOf(Mistakes.of(mistake).getMessage()), mistake);
        }
    }

    /// What stands behind the command's name.
    private static List<String> arguments(CommandLine line) {
        List<String> all = line.getParseResult().originalArgs();
        return all.subList(all.indexOf(line.getCommandName()) + 1, all.size());
    }

    private void add(YamlFile.Value value) {
        String key = value.key();
        String text = value.text();
        String section = key.substring(0, Math.max(0, key.lastIndexOf('.')));
        String flag = FLAGS.get(key);
        if (flag == null && section.endsWith(OPTIONS) && FLAGS.containsKey(section)) {
            flag = FLAGS.get(section);
            text = SET + flag.replace("--", "") + key.substring(section.length()) + "=" + text;
        } else if (flag == null || key.endsWith(OPTIONS)) {
            throw unknown(value, section);
        } else if (PATHS.contains(flag)) {
            text = flag.equals(Flag.DATA) ? file.near(text) : flag + "=" + file.near(text);
        } else {
            text = flag + "=" + text;
        }
        if (!flag.isEmpty()) {
            words.add(new Word(flag, text, value.line()));
        }
    }

    private FletchingException unknown(YamlFile.Value value, String section) {
        List<String> near = FLAGS.keySet().stream()
                .filter(key -> key.startsWith(section) && !key.endsWith(OPTIONS))
                .toList();
        List<String> known = near.isEmpty() ? List.copyOf(FLAGS.keySet()) : near;
        String given = value.key();
        FletchingException unknown = FletchingException.unknown(
                Kind.USER, "config-key", "There is no key '" + given + "'.", given, "Keys", known);
        return file.refusal(value.line(), String.valueOf(unknown.getMessage()), unknown);
    }

    private static Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>();
        addFlags("", Recipe.class, flags);
        // A run records what its names meant, so that nothing needs to be preferred to repeat it.
        ProviderName.KINDS.forEach(kind -> flags.put("prefer." + kind, "--prefer=" + kind));
        return flags;
    }

    private static void addFlags(String section, Class<?> type, Map<String, String> flags) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = section + SNAKE_CASE.translate(component.getName());
            Flag flag = component.getAnnotation(Flag.class);
            String value = flag == null ? "" : flag.value();
            if (component.getType() == Used.class) {
                flags.put(key, value);
                flags.put(key + ".id", value);
                flags.put(key + OPTIONS, value);
            } else if (component.getType().isRecord()) {
                addFlags(key + ".", component.getType(), flags);
            } else {
                flags.put(key, value);
            }
        }
    }
}
