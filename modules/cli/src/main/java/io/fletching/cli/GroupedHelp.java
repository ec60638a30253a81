package io.fletching.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// Lists the options of a command under headings: the names of its mixins, then those it shares with all commands.
final class GroupedHelp {
    private static final int WIDTH = 110;

    private GroupedHelp() {}

    static void install(CommandLine line) {
        line.setUsageHelpWidth(WIDTH);
        line.getSubcommands().values().forEach(GroupedHelp::installIn);
    }

    private static void installIn(CommandLine command) {
        Map<String, IHelpSectionRenderer> sections = command.getHelpSectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, GroupedHelp::render);
        if (command.getCommandSpec().findOption("--set") != null) {
            sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> ProviderHelp.render() + help.footer());
        }
        command.getSubcommands().values().forEach(GroupedHelp::installIn);
    }

    private static String render(Help help) {
        CommandSpec command = help.commandSpec();
        var text = new StringBuilder();
        var rest = new ArrayList<>(command.options());
        for (Map.Entry<String, CommandSpec> mixin : command.mixins().entrySet()) {
            List<OptionSpec> options = mixin.getValue().options().stream()
                    .map(option -> command.findOption(option.longestName()))
                    .toList();
            rest.removeAll(options);
            section(text, help, mixin.getKey(), options);
        }
        section(text, help, "Everywhere", rest);
        return text.toString();
    }

    private static void section(StringBuilder text, Help help, String heading, List<OptionSpec> options) {
        Help.Layout layout = help.createDefaultLayout();
        layout.addOptions(options, help.createDefaultParamLabelRenderer());
        text.append(System.lineSeparator())
                .append(heading)
                .append(':')
                .append(System.lineSeparator())
                .append(layout);
    }
}
