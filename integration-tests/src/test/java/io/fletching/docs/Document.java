package io.fletching.docs;

import io.fletching.scripts.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A page of the documentation: its blocks of code, in order.
///
/// @param name its path in the source tree
public record Document(String name, List<Block> blocks) {
    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");

    /// A block of code.
    ///
    /// @param line of the page, where its first line stands
    public record Block(String language, String text, long line) {}

    /// A program of a page, which is whole, and what the page says that it prints.
    ///
    /// @param name a class name of its own
    public record Program(String name, String source, String output) {}

    /// Reads a page of the source tree.
    public static Document read(String name) throws IOException {
        return of(name, Files.readString(Command.ROOT.resolve(name)));
    }

    static Document of(String name, String text) {
        List<Block> blocks = FENCED.matcher(text)
                .results()
                .map(block -> new Block(
                        block.group(1),
                        block.group(2),
                        text.substring(0, block.start(2)).lines().count() + 1))
                .toList();
        return new Document(name, blocks);
    }

    /// The texts of the blocks in one language.
    public List<String> texts(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .map(Block::text)
                .toList();
    }

    /// The programs, each with the block of text that follows it. Java without a main method is a part of something.
    List<Program> programs() {
        List<Program> programs = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (block.language().equals("java") && block.text().contains("void main(")) {
                if (i + 1 == blocks.size() || !blocks.get(i + 1).language().equals("text")) {
                    throw new AssertionError(
                            "The program at " + name + ":" + block.line() + " is not followed by what it prints.");
                }
                programs.add(new Program(
                        "Line" + block.line(), block.text(), blocks.get(i + 1).text()));
            }
        }
        return programs;
    }
}
