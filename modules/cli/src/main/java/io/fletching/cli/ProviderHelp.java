package io.fletching.cli;

import io.fletching.runtime.Technique;
import io.fletching.spi.Descriptor;
import java.util.Comparator;
import java.util.Map;

/// What `--set` can set: by kind, what was found, and the defaults of its options.
final class ProviderHelp {
    private ProviderHelp() {}

    static String render() {
        var text = new StringBuilder();
        text.append(
                String.format("%nWhat --set can set, and what it is in 'train' by itself; each option is explained by"
                        + "%n'fletch providers describe', such as 'fletch providers describe schedule/cosine':%n"));
        new CatalogFlags()
                .load().techniques().stream()
                        .sorted(Comparator.comparing((Technique<?> technique) -> technique.kind())
                                .thenComparing(Technique::name))
                        .forEach(technique -> add(text, technique.kind(), Used.of(Techniques.tuned(technique))));
        BuiltIn.stream().forEach(each -> add(text, each.kind(), defaults(each.descriptor())));
        return text.toString();
    }

    private static Used defaults(Descriptor descriptor) {
        return Used.of(descriptor.name(), descriptor.parse(Map.of()).texts());
    }

    private static void add(StringBuilder text, String kind, Used used) {
        text.append(String.format("  %-12s %s%n", kind, used.brief()));
    }
}
