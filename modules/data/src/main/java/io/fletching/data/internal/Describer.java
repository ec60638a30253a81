package io.fletching.data.internal;

import io.fletching.data.Description;
import io.fletching.data.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks at all cells once, and refuses none.
public final class Describer {
    private Describer() {}

    /// See [io.fletching.data.Data#describe].
    public static Description describe(Source source, String label) {
        Content content = Content.open(source, ImageFiles::openAny);
        String chosen = label(content, label);
        Table table = content.table();
        Set<String> readable = table.fields().stream()
                .filter(field -> field.type() != Field.Type.OTHER)
                .map(Field::name)
                .collect(Collectors.toSet());
        List<ColumnSummary> summaries = new ArrayList<>();
        for (Field field : table.fields()) {
            summaries.add(new ColumnSummary(field, field.name().equals(chosen)));
        }
        long[] rows = {0};
        table.scan(field -> readable.contains(field.name()), block -> {
            rows[0] += block.rows();
            for (int i = 0; i < summaries.size(); i++) {
                summaries.get(i).see(block.cells().get(i));
            }
        });
        return new Description(
                table.name(),
                rows[0],
                summaries.stream().map(ColumnSummary::finish).toList(),
                chosen);
    }

    private static String label(Content content, String label) {
        if (label.isEmpty()) {
            return content.label();
        }
        if (!content.label().isEmpty() && !content.label().equals(label)) {
            throw Fault.user(
                    "data-option",
                    "'" + content.table().name() + "' brings its labels, '" + content.label() + "': a label column, '"
                            + label + "', cannot be chosen. Leave it out.");
        }
        content.requireColumn(label, "to predict");
        return label;
    }
}
