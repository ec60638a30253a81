package io.fletching.cli;

import io.fletching.runtime.Schedule;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What has options as providers have, and is no provider: schedules and losses.
record BuiltIn(String kind, Descriptor descriptor) {
    private static final Map<String, List<Descriptor>> ALL = all();

    private static Map<String, List<Descriptor>> all() {
        Map<String, List<Descriptor>> all = new LinkedHashMap<>();
        all.put("schedule", Schedule.descriptors());
        all.put("loss", Objective.descriptors());
        return all;
    }

    static Stream<BuiltIn> stream() {
        return ALL.entrySet().stream()
                .flatMap(kind -> kind.getValue().stream().map(each -> new BuiltIn(kind.getKey(), each)));
    }

    /// Finds `schedule/cosine`; null for what is of another kind.
    ///
    /// @throws FletchingException of kind `USER` for a name that none of its kind has
    static @Nullable BuiltIn find(String id) {
        int slash = id.indexOf('/');
        String kind = id.substring(0, Math.max(0, slash));
        if (!ALL.containsKey(kind)) {
            return null;
        }
        String name = id.substring(slash + 1);
        return stream()
                .filter(each -> each.kind.equals(kind) && each.descriptor.name().equals(name))
                .findFirst()
                .orElseThrow(() -> FletchingException.unknown(
                        Kind.USER,
                        kind + "-unknown",
                        "There is no " + kind + " '" + name + "'.",
                        name,
                        "There are",
                        stream()
                                .filter(each -> each.kind.equals(kind))
                                .map(each -> each.descriptor.name())
                                .toList()));
    }

    /// `schedule/cosine`.
    String id() {
        return kind + "/" + descriptor.name();
    }
}
