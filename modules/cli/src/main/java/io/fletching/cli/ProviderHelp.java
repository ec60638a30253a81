package io.fletching.cli;

import io.fletching.runtime.Schedule;
import io.fletching.runtime.Technique;
import io.fletching.spi.Descriptor;
import java.util.Comparator;
import java.util.Map;

/// What `--set` can set: by kind, what was found, and the defaults of its options.
final class ProviderHelp {
    private ProviderHelp() {}

    static String render() {
        var text = new StringBuilder();
        text.append(String.format("%nWhat --set can set, and what it is in 'train' by itself:%n"));
        new CatalogFlags()
                .load().techniques().stream()
                        .sorted(Comparator.comparing((Technique<?> technique) -> technique.kind())
                                .thenComparing(Technique::name))
                        .forEach(technique -> add(text, technique.kind(), Used.of(Techniques.tuned(technique))));
        Schedule.descriptors().forEach(schedule -> add(text, "schedule", defaults(schedule)));
        Objective.descriptors().forEach(loss -> add(text, "loss", defaults(loss)));
        return text.toString();
    }

    private static Used defaults(Descriptor descriptor) {
        return Used.of(descriptor.name(), descriptor.parse(Map.of()).texts());
    }

    private static void add(StringBuilder text, String kind, Used used) {
        text.append(String.format("  %-12s %s%n", kind, used.brief()));
    }
}
