package io.fletching.release;

import io.fletching.scripts.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A module of the build that users get: every one whose pom does not say `unreleased`.
record ReleasedModule(Path folder, String artifact) {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");

    /// All of them, without the root pom.
    static List<ReleasedModule> all() throws IOException {
        return in(Command.ROOT);
    }

    /// The released modules of the build in a folder.
    static List<ReleasedModule> in(Path root) throws IOException {
        List<ReleasedModule> modules = new ArrayList<>();
        for (String name : texts(MODULE, Files.readString(root.resolve("pom.xml")))) {
            Path folder = root.resolve(name);
            String pom = Files.readString(folder.resolve("pom.xml"));
            if (!pom.contains("<unreleased>true</unreleased>")) {
                String own = pom.replaceAll("(?s)<parent>.*</parent>", "");
                modules.add(new ReleasedModule(folder, texts(ARTIFACT, own).getFirst()));
            }
        }
        return modules;
    }

    private static List<String> texts(Pattern pattern, String pom) {
        return pattern.matcher(pom).results().map(found -> found.group(1)).toList();
    }

    /// Where its sources are; of a module without any there is no such folder.
    Path sources() {
        return folder.resolve("src/main/java");
    }

    /// The name of its module and package: `fletching-provider-norm-clipping` is `io.fletching.provider.normclipping`.
    String moduleName() {
        return "io.fletching."
                + artifact.replaceFirst("^fletching-", "")
                        .replaceFirst("^provider-", "provider.")
                        .replace("-", "");
    }
}
