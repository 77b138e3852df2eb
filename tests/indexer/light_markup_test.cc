// reStructuredText and AsciiDoc: tables by row, lists, admonitions, directives, code.
#include <gtest/gtest.h>

#include "tests/support/outline.h"

namespace fingerpost {
namespace {

std::string words_of(std::string_view path, std::string_view text, std::string_view key) {
  const Reading reading = read_text(path, text);
  for (const Place& place : reading.places)
    if (place.key == key) return place.words;
  return "no such place";
}

TEST(Restructuredtext, GridTablesHaveARowEachBelowTheirHeader) {
  constexpr std::string_view kText =
      "+----------------+---------+\n"
      "| Variable       | Default |\n"
      "+================+=========+\n"
      "| SHOP_PORT      | 8080    |\n"
      "+----------------+---------+\n"
      "| SHOP_DATABASE  | shop,   |\n"
      "|                | in full |\n"
      "+----------------+---------+\n"
      "\n"
      "After.\n";
  EXPECT_EQ(outline("a.rst", kText),
            "table 1-8\n"
            "  table row 'SHOP_PORT' 4 documented\n"
            "  table row 'SHOP_DATABASE' 6-7 documented\n"
            "paragraph 10\n");
  EXPECT_EQ(words_of("a.rst", kText, "SHOP_PORT"), "Variable         Default");
}

TEST(Restructuredtext, SimpleTablesHaveARowEachBelowTheirHeader) {
  constexpr std::string_view kText =
      "Ports\n"
      "-----\n"
      "\n"
      "=======  ======\n"
      "Service  Port\n"
      "=======  ======\n"
      "web      8080\n"
      "größer   9090\n"
      "\n"
      "cache    6379\n"
      "         (inside)\n"
      "=======  ======\n"
      "\n"
      "After.\n";
  EXPECT_EQ(outline("a.rst", kText),
            "section 'Ports' 1-14\n"
            "  table 4-12\n"
            "    table row 'web' 7\n"
            "    table row 'größer' 8\n"
            "    table row 'cache' 10-11\n"
            "  paragraph 14\n");
  EXPECT_EQ(words_of("a.rst", kText, "cache"), "Service  Port");
}

TEST(Restructuredtext, ListAndCsvTablesHaveARowEach) {
  EXPECT_EQ(outline("a.rst",
                    ".. list-table:: Limits\n"
                    "   :header-rows: 1\n"
                    "\n"
                    "   * - Name\n"
                    "     - Value\n"
                    "   * - MAX_UPLOAD\n"
                    "     - 10 MB\n"
                    "\n"
                    ".. csv-table::\n"
                    "\n"
                    "   \"a, b\",1\n"
                    "   c,2\n"),
            "table 'Limits' 1-7\n"
            "  table row 'MAX_UPLOAD' 6-7 documented\n"
            "table 9-12\n"
            "  table row 'a, b' 11\n"
            "  table row 'c' 12\n");
}

TEST(Restructuredtext, FieldsTermsAndItemsHoldWhatIsBelowThem) {
  EXPECT_EQ(outline("a.rst",
                    ":Author: Someone\n"
                    ":Status: in use,\n"
                    "   since May\n"
                    "\n"
                    "``SHOP_PORT`` : number\n"
                    "    The port.\n"
                    "\n"
                    "    More about it.\n"
                    "\n"
                    "- one\n"
                    "  goes on\n"
                    "\n"
                    "  - inner\n"
                    "- two\n"),
            "list item 'Author' 1\n"
            "list item 'Status' 2-3\n"
            "list item 'SHOP_PORT' 5-8 documented\n"
            "  paragraph 8\n"
            "list item 10-13\n"
            "  list item 13\n"
            "list item 14\n");
}

TEST(Restructuredtext, AdmonitionsAndDirectivesSayWhatTheyAre) {
  EXPECT_EQ(outline("a.rst",
                    ".. warning:: Never do this\n"
                    "   on a Friday.\n"
                    "\n"
                    "   - Really.\n"
                    "\n"
                    ".. note::\n"
                    "\n"
                    "   Short.\n"
                    "\n"
                    ".. envvar:: SHOP_TOKEN\n"
                    "\n"
                    "   The token.\n"
                    "\n"
                    ".. _target:\n"
                    "\n"
                    ".. toctree::\n"
                    "   :maxdepth: 2\n"
                    "\n"
                    "   setup\n"),
            "paragraph 'WARNING' 1-4\n"
            "  list item 4\n"
            "paragraph 'NOTE' 6-8\n"
            "paragraph 'SHOP_TOKEN' 10-12 documented\n"
            "  paragraph 12\n"
            "comment 14\n"
            "code block 16-19\n");
}

TEST(Restructuredtext, CodeBlocksAreReadAsTheirLanguage) {
  EXPECT_EQ(outline("a.rst",
                    "Use this::\n"
                    "\n"
                    "   make up\n"
                    "\n"
                    ".. code-block:: yaml\n"
                    "   :caption: compose.yml\n"
                    "\n"
                    "   port: 8080\n"
                    "   host: web\n"
                    "\n"
                    "After.\n"),
            "paragraph 1\n"
            "code block 3\n"
            "code block 'yaml' 5-9\n"
            "  setting 'port' 8\n"
            "  setting 'host' 9\n"
            "paragraph 11\n");
}

TEST(Asciidoc, TablesHaveARowEachBelowTheirHeader) {
  constexpr std::string_view kText =
      "== Settings\n"
      "\n"
      ".Variables\n"
      "[cols=\"1,2\", options=\"header\"]\n"
      "|===\n"
      "| Variable | Meaning\n"
      "\n"
      "| `SHOP_PORT`\n"
      "| The port\n"
      "of the shop.\n"
      "\n"
      "| SHOP_HOST | a \\| b\n"
      "|===\n"
      "\n"
      "After.\n";
  EXPECT_EQ(outline("a.adoc", kText),
            "section 'Settings' 1-15\n"
            "  table 'Variables' 5-13\n"
            "    table row 'SHOP_PORT' 8-10 documented\n"
            "    table row 'SHOP_HOST' 12 documented\n"
            "  paragraph 15\n");
  EXPECT_EQ(words_of("a.adoc", kText, "SHOP_PORT"), "Variable Meaning ");
}

TEST(Asciidoc, AdmonitionsSayWhatTheyAre) {
  EXPECT_EQ(outline("a.adoc",
                    "WARNING: Never on a Friday.\n"
                    "Nor on a Saturday.\n"
                    "\n"
                    "[NOTE]\n"
                    "====\n"
                    "First.\n"
                    "\n"
                    "* item\n"
                    "====\n"
                    "\n"
                    "[TIP]\n"
                    "Short.\n"
                    "\n"
                    "Plain.\n"),
            "paragraph 'WARNING' 1-2\n"
            "paragraph 'NOTE' 5-9\n"
            "  paragraph 6\n"
            "  list item 8\n"
            "paragraph 'TIP' 12\n"
            "paragraph 14\n");
}

TEST(Asciidoc, ListsLabelsAndWhatIsJoinedToThem) {
  EXPECT_EQ(outline("a.adoc",
                    "= Guide\n"
                    ":toc: left\n"
                    "\n"
                    "SHOP_PORT:: The port.\n"
                    "host::\n"
                    "  The host.\n"
                    "\n"
                    ". Run it\n"
                    "+\n"
                    "[source,yaml]\n"
                    "----\n"
                    "port: 8080\n"
                    "----\n"
                    "** inner\n"),
            "section 'Guide' 1-14\n"
            "  list item 'toc' 2\n"
            "  list item 'SHOP_PORT' 4 documented\n"
            "  list item 'host' 5-6\n"
            "  list item 8-13\n"
            "    code block 'yaml' 11-13\n"
            "      setting 'port' 12\n"
            "  list item 14\n");
}

TEST(LightMarkup, ABlockThatNeverEndsEndsWithTheFile) {
  EXPECT_EQ(outline("a.adoc", "|===\n| a | b\n"), "table 1-2\n  table row 'a' 2\n");
  EXPECT_EQ(outline("a.adoc", "----\nx\n"), "code block 1-2\n");
  EXPECT_EQ(outline("a.rst", "+--+--+\n| a | b |\n"), "table 1-2\n  table row 'a' 2\n");
  EXPECT_EQ(outline("a.rst", "===  ===\na    b\n"), "table 1-2\n  table row 'a' 2\n");
}

}  // namespace
}  // namespace fingerpost
