package io.fletching.cli;

import io.fletching.runtime.Joined;
import io.fletching.runtime.Technique;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a run used, as it is recorded: a name in full, and the value of every option.
///
/// @param id `module/name@version` for a provider, else a bare name
/// @param options numbers, truths and words, in the order of declaration
record Used(String id, Map<String, Object> options) {

    static Used of(String id, Map<String, String> texts) {
        var options = new LinkedHashMap<String, Object>();
        texts.forEach((name, text) -> options.put(name, value(text)));
        return new Used(id, options);
    }

    static Used of(@Nullable Technique<?> technique) {
        return technique == null
                ? of(TechniqueFlags.NONE, Map.of())
                : of(technique.id(), technique.options().texts());
    }

    /// Several that follow one another, as one.
    static Used of(List<? extends Technique<?>> joined) {
        return joined.isEmpty()
                ? of(TechniqueFlags.NONE, Map.of())
                : of(
                        Joined.name(joined.stream().map(Technique::id).toList()),
                        Joined.texts(joined.stream()
                                .map(technique -> technique.options().texts())
                                .toList()));
    }

    private static Object value(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            case String whole when whole.matches("-?\\d{1,18}") -> Long.valueOf(whole);
            case String real when real.matches("-?\\d+\\.\\d+(E-?\\d+)?") -> Double.valueOf(real);
            default -> text;
        };
    }

    /// As a person writes it: `adamw lr=0.003 beta1=0.9`.
    String brief() {
        return text(Joined.name(Joined.names("technique", id).stream()
                .map(name -> name.substring(name.indexOf('/') + 1).replaceFirst("@.*", ""))
                .toList()));
    }

    /// The same with the name in full.
    String full() {
        return text(id);
    }

    private String text(String name) {
        var text = new StringBuilder(name);
        options.forEach(
                (option, value) -> text.append(' ').append(option).append('=').append(value));
        return text.toString();
    }
}
