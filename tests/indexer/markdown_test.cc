#include <gtest/gtest.h>

#include "tests/support/outline.h"

namespace fingerpost {
namespace {

std::string page_outline(std::string_view text, std::string_view path = "docs/page.md") {
  return outline(path, text);
}

TEST(Markdown, AFenceWithADirectiveIsABoxAndItsBodyIsText) {
  EXPECT_EQ(page_outline("# Repair\n\n```{note} On time\nBe *there*.\n\n- one\n- two\n```\n\n"
                         "````{tab-set}\n```{tab-item} Linux\napt install shop\n```\n````\n\n"
                         "```bash\necho {note}\n```\n\nDone.\n"),
            "section 'Repair' 1-20\n"
            "  paragraph 'On time' 3-8\n"
            "    list item 6\n"
            "    list item 7-8\n"
            "  paragraph 'Linux' 10-14\n"
            "  code block 'bash' 16-18\n"
            "  paragraph 20\n");
}

TEST(Markdown, BoxesAreNamedByTheirTitleOrType) {
  const Reading reading = read_text("a.md",
                                    "# Repair\n\n::::{warning}\nIt may lose data.\n::::\n\n"
                                    ":::{admonition} Disk full\n:class: tip\nFree some space.\n:::\n\n"
                                    ":::tip Fast lanes\nUse two.\n:::\n\n:::danger[Slow lanes]\nUse one.\n:::\n\n"
                                    "!!! note \"On time\"\n    Be there.\n\n=== \"Linux\"\n    apt\n");
  std::string out;
  for (const Place& place : reading.places)
    if (place.kind == Kind::paragraph && !place.key.empty())
      out += place.key + " " + std::to_string(place.line_start) + "-" + std::to_string(place.line_end) + "\n";
  EXPECT_EQ(out, "warning 3-5\nDisk full 7-10\nFast lanes 12-14\nSlow lanes 16-18\nOn time 20-21\nLinux 23-24\n");
}

TEST(Markdown, AHeadingsIdIsNoPartOfItsTitle) {
  const Reading reading =
      read_text("a.md",
                "# Backups [nightly-backup]\n\n## Using {{shop}} [using-shop]\n\n## Belts [beta]\n\n"
                "### [lane_one]\n\n## See [the guide][shop-guide]\n\n[shop-guide]: a.md\n\n"
                "## Lanes {#lanes-id}\n");
  std::string out;
  for (const Place& place : reading.places)
    if (place.kind == Kind::section) out += place.key + "|" + place.name + "\n";
  EXPECT_EQ(out,
            "Backups|nightly-backup\nUsing {{shop}}|using-shop\nBelts beta|\nlane_one|\nSee the guideshop-guide|\n"
            "Lanes|lanes-id\n");
}

TEST(Markdown, HeadingsNestAndEndWithTheirContent) {
  EXPECT_EQ(page_outline("# Shop\n\nIntro.\n\n## Redis {#redis}\n\nText.\n\n\n## Postgres\n"),
            "section 'Shop' 1-10\n"
            "  paragraph 3\n"
            "  section 'Redis' 5-7 =redis\n"
            "    paragraph 7\n"
            "  section 'Postgres' 10\n");
}

TEST(Markdown, ALoneCarriageReturnIsNoLineEnd) {
  EXPECT_EQ(page_outline("A progress bar: 10%\r20%\r30%\n\n## Redis\n"), "paragraph 1\nsection 'Redis' 3\n");
}

TEST(Markdown, TextRightAboveATableKeepsItsLines) {
  EXPECT_EQ(
      page_outline("## Ports\n\nFirst.\n\nThe ports\nare these:\n| Name | Port |\n|---|---|\n| web | 80 |\n\nAfter.\n"),
      "section 'Ports' 1-11\n"
      "  paragraph 3\n"
      "  paragraph 5-6\n"
      "  table 7-9\n"
      "    table row 'web' 9\n"
      "  paragraph 11\n");
}

TEST(Markdown, SetextHeadingsAndFrontMatterKeepTheirLines) {
  EXPECT_EQ(page_outline("---\ntitle: Backups\n---\nBackups\n=======\n\nDaily.\n"),
            "setting 'front matter' 1-3\n"
            "  setting 'title' 2\n"
            "section 'Backups' 4-7\n"
            "  paragraph 7\n");
}

TEST(Markdown, EveryRowOfATableIsAPlaceAndKnowsItsHeader) {
  const std::string text =
      "| Variable | Meaning |\n|---|---|\n| `REDIS_URL` | where redis is |\n| `LOG_LEVEL` | how much is said |\n";
  EXPECT_EQ(page_outline(text),
            "table 1-4\n"
            "  table row 'REDIS_URL' 3 documented\n"
            "  table row 'LOG_LEVEL' 4 documented\n");
  EXPECT_NE(read_text("a.md", text).places[2].words.find("Meaning"), std::string::npos);
}

TEST(Markdown, ALeadInThatStandsAloneHoldsWhatFollows) {
  EXPECT_EQ(page_outline("# Run\n\n**View Logs**:\n\n```bash\nmake logs\n```\n\n**Stop**:\n\n- down\n"),
            "section 'Run' 1-11\n"
            "  paragraph 'View Logs' 3-7\n"
            "    code block 'bash' 5-7\n"
            "  paragraph 'Stop' 9-11\n"
            "    list item 11\n");
}

TEST(Markdown, FencesAreReadAsWhatTheyAreWithTheFilesLines) {
  EXPECT_EQ(
      page_outline(
          "# Compose\n\n```yaml\nservices:\n  redis:\n    image: redis:7\n    ports:\n      - \"6379:6379\"\n```\n"),
      "section 'Compose' 1-9\n"
      "  code block 'yaml' 3-9\n"
      "    setting 'services' 4-8\n"
      "      service 'redis' 5-8\n"
      "        image 'image' 6\n"
      "        setting 'ports' 7-8\n"
      "          port '6379:6379' 8 published\n");
}

TEST(Markdown, AMarkdownFenceWithInnerFencesIsWhatItsAuthorMeant) {
  EXPECT_EQ(
      page_outline(
          "# Templates\n\n```markdown\n## Rollback\n\n```bash\ngit revert HEAD\n```\n\n## After\n```\n\n# Next\n"),
      "section 'Templates' 1-11\n"
      "  code block 'markdown' 3-11\n"
      "    section 'Rollback' 4-8\n"
      "      code block 'bash' 6-8\n"
      "    section 'After' 10\n"
      "section 'Next' 13\n");
}

TEST(Markdown, TasksKnowTheirState) {
  EXPECT_EQ(page_outline("- [ ] **Backups** tested\n- [x] alerts on\n"),
            "task item 'Backups' 1 open\ntask item 2 done\n");
}

TEST(Markdown, WhatStandsInACodeSpanIsKeptAsItIs) {
  EXPECT_EQ(page_outline("# Files of `src/*.c` and `__init__`\n"
                         "\n"
                         "- `policies/*.md`\n"
                         "- Run it with `environment: production`.\n"),
            "section 'Files of src/*.c and __init__' 1-4\n"
            "  list item 'policies/*.md' 3\n"
            "  list item 4\n");
}

TEST(Markdown, ProtectedPathsAreReadFromListsAndTrees) {
  EXPECT_EQ(page_outline("### DO NOT MODIFY\n```\n.do/           # spec\n├── app.yaml\nDockerfile\n```\n\n### Safe to "
                         "modify\n- `docs/x.md`\n"),
            "section 'DO NOT MODIFY' 1-6\n"
            "  code block 2-6\n"
            "    protected path '.do/' 3\n"
            "    protected path '.do/app.yaml' 4\n"
            "    protected path 'Dockerfile' 5\n"
            "section 'Safe to modify' 8-9\n"
            "  list item 'docs/x.md' 9\n");
}

TEST(Markdown, AHeadingInAListItemClosesNothingOutside) {
  EXPECT_EQ(page_outline("# A\n\n- # odd\n- item\n\ntext\n"),
            "section 'A' 1-6\n"
            "  list item 3\n"
            "    section 'odd' 3\n"
            "  list item 4\n"
            "  paragraph 6\n");
}

TEST(Markdown, AnEntryOfAComponentMapIsAComponent) {
  EXPECT_EQ(page_outline("## Backend\n\n### Redis\n\n**Definitive Source**: `docker-compose.yml` → `redis`\n",
                         "references/component-map.md"),
            "section 'Backend' 1-5\n"
            "  component 'Redis' 3-5\n"
            "    paragraph 'Definitive Source' 5\n");
}

TEST(Markdown, ATermWithItsMeaningIsAnItem) {
  EXPECT_EQ(page_outline("# Settings\n\nHTTP_PORT\n: Where it listens.\n: 8080 unless set.\nHOST\n: Where from.\n\n"
                         "Path of logs\n\n:   Two ways.\n\n    Below `/var`.\n\nThe end: of it.\n"),
            "section 'Settings' 1-15\n"
            "  list item 'HTTP_PORT' 3-5 documented\n"
            "  list item 'HOST' 6-7\n"
            "  list item 'Path of logs' 9-13\n"
            "    paragraph 13\n"
            "  paragraph 15\n");
  EXPECT_EQ(page_outline("<dl>\n<dt>Port</dt>\n<dd>Where it\nlistens.</dd>\n<dt>Host</dt><dd>From.</dd></dl>\n"),
            "list item 'Port' 2-4\n"
            "list item 'Host' 5\n");
}

TEST(Markdown, HostileTextIsReadInLinearTimeAndKeepsThePromises) {
  std::string quotes(20000, '>');
  std::string lists;
  for (int i = 0; i < 3000; ++i) lists += "- ";
  for (const std::string& text :
       {quotes, lists, std::string(50000, '['), std::string(50000, '*'), std::string("```"), std::string("|a|\n|-|\n|"),
        std::string("---\n"), std::string("# \n#\n##"), std::string("\r\n\r\n# x\r\n"),
        std::string("- a\n\n      b\n  - c\n"), std::string("<dl><dt>a<dt><dd></dl><dt"),
        std::string("a\n: b\n: \nc\n:  d"), std::string("a\n\n: b\n\n    c\n\n    d")})
    EXPECT_EQ(broken_promise(read_text("x.md", text), text), "") << text.substr(0, 20);
}

}  // namespace
}  // namespace fingerpost
