package io.fletching.cli;

import io.fletching.runtime.Catalog;
import java.io.PrintWriter;

/// Where providers come from.
final class CatalogFlags {

    /// What is found, with a warning for what cannot be used.
    Catalog load(PrintWriter err) {
        Catalog catalog = load();
        catalog.problems().forEach(problem -> err.println("fletch: warning: " + problem));
        return catalog;
    }

    /// What is found.
    Catalog load() {
        return Catalog.load();
    }
}
