#include <gtest/gtest.h>

#include "tests/support/outline.h"

namespace fingerpost {
namespace {

std::string mdx_outline(std::string_view text, std::string_view path = "docs/page.mdx") {
  return outline(path, text);
}

TEST(MarkdownComponents, ATagWithATitleIsASectionUpToItsClosingTag) {
  EXPECT_EQ(mdx_outline("## FAQ\n"
                        "\n"
                        "<FaqItem question=\"Why are my uploads rejected?\">\n"
                        "The proxy cuts bodies off at 1 MB.\n"
                        "\n"
                        "- Raise `client_max_body_size`.\n"
                        "</FaqItem>\n"
                        "<FaqItem question='Where are logs?'>\n"
                        "In the journal.\n"
                        "</FaqItem>\n"
                        "\n"
                        "Anything else: ask.\n"),
            "section 'FAQ' 1-12\n"
            "  section 'Why are my uploads rejected?' 3-7\n"
            "    paragraph 4\n"
            "    list item 6\n"
            "  section 'Where are logs?' 8-10\n"
            "    paragraph 9\n"
            "  paragraph 12\n");
}

TEST(MarkdownComponents, WhatIsIndentedInsideIsTextAndGroupsHoldTheirMembers) {
  EXPECT_EQ(mdx_outline("# Install\n"
                        "\n"
                        "<Tabs>\n"
                        "    <Tab title=\"Docker\">\n"
                        "        Pull the image.\n"
                        "\n"
                        "        ```bash\n"
                        "        docker pull shop\n"
                        "        ```\n"
                        "    </Tab>\n"
                        "    <Tab\n"
                        "        title={\"Helm\"}\n"
                        "        icon={<Icon name=\"ship\" />}\n"
                        "    >\n"
                        "        ### Values\n"
                        "\n"
                        "        Set `replicas`.\n"
                        "    </Tab>\n"
                        "</Tabs>\n"
                        "\n"
                        "## Next\n"),
            "section 'Install' 1-21\n"
            "  section 'Docker' 4-10\n"
            "    paragraph 5\n"
            "    code block 'bash' 7-9\n"
            "  section 'Helm' 11-18\n"
            "    section 'Values' 15-17\n"
            "      paragraph 17\n"
            "  section 'Next' 21\n");
}

TEST(MarkdownComponents, NestedOnesOfOneNameAreCounted) {
  EXPECT_EQ(mdx_outline("<Accordion title=\"Outer\">\n"
                        "<Accordion title=\"Inner\">\n"
                        "a\n"
                        "</Accordion>\n"
                        "b\n"
                        "</Accordion>\n"
                        "c\n"),
            "section 'Outer' 1-6\n"
            "  section 'Inner' 2-4\n"
            "    paragraph 3\n"
            "  paragraph 5\n"
            "paragraph 7\n");
}

TEST(MarkdownComponents, AHeadingOfAnyLevelStaysInsideOfWhatIsClosed) {
  EXPECT_EQ(mdx_outline("### Steps\n\n<Step title=\"Build\">\n## Compile\n\nmake\n</Step>\n\nDone.\n"),
            "section 'Steps' 1-9\n"
            "  section 'Build' 3-7\n"
            "    section 'Compile' 4-6\n"
            "      paragraph 6\n"
            "  paragraph 9\n");
}

TEST(MarkdownComponents, WithoutAClosingTagItEndsWithItsSection) {
  EXPECT_EQ(mdx_outline("## A\n\n<Accordion title=\"Open\">\n\ntext\n\n## B\n\nmore\n"),
            "section 'A' 1-5\n"
            "  section 'Open' 3-5\n"
            "    paragraph 5\n"
            "section 'B' 7-9\n"
            "  paragraph 9\n");
}

TEST(MarkdownComponents, ATitleMayStandInAnElementOfItsOwn) {
  EXPECT_EQ(mdx_outline("<AccordionItem value=\"1\">\n"
                        "<AccordionTrigger>Is it *free*?</AccordionTrigger>\n"
                        "<AccordionContent>\n"
                        "\n"
                        "Yes.\n"
                        "\n"
                        "</AccordionContent>\n"
                        "</AccordionItem>\n"),
            "section 'Is it free?' 1-8\n"
            "  paragraph 5\n");
}

TEST(MarkdownComponents, ADetailsBlockHoldsAllUpToItsOwnClosingTag) {
  EXPECT_EQ(mdx_outline("# Help\n"
                        "\n"
                        "<details>\n"
                        "<summary>Port <code>5432</code> is taken</summary>\n"
                        "\n"
                        "**Fix**:\n"
                        "\n"
                        "Stop the other server.\n"
                        "\n"
                        "<details><summary>On macOS</summary>\n"
                        "\n"
                        "brew services stop postgresql\n"
                        "\n"
                        "</details>\n"
                        "\n"
                        "Then start again.\n"
                        "</details>\n"
                        "\n"
                        "After.\n",
                        "README.md"),
            "section 'Help' 1-19\n"
            "  paragraph 'Port 5432 is taken' 3-17\n"
            "    paragraph 'Fix' 6-8\n"
            "      paragraph 8\n"
            "    paragraph 'On macOS' 10-14\n"
            "      paragraph 12\n"
            "    paragraph 16\n"
            "  paragraph 19\n");
}

TEST(MarkdownComponents, CodeCommentsAndOrdinaryElementsAreNone) {
  EXPECT_EQ(mdx_outline("```mdx\n<Tab title=\"x\">\n</Tab>\n```\n"), "code block 'mdx' 1-4\n  section 'x' 2-3\n");
  EXPECT_EQ(mdx_outline("```jsx\n<Tab title=\"x\">\n</Tab>\n```\n"), "code block 'jsx' 1-4\n");
  EXPECT_EQ(mdx_outline("<!--\n<Tab title=\"x\">\n</Tab>\n-->\n\ntext\n"), "paragraph 6\n");
  EXPECT_EQ(mdx_outline("Add:\n\n    <Connector name=\"http\">\n    </Connector>\n"), "paragraph 1\ncode block 3-4\n");
  EXPECT_EQ(mdx_outline("<p title=\"x\">\ntext\n</p>\n"), "paragraph 1-3\n");
  EXPECT_EQ(mdx_outline("<Note>\ntext\n</Note>\n"), "paragraph 1-3\n");
}

TEST(MarkdownComponents, ManyTagsThatNeverCloseAreReadInLinearTime) {
  std::string open;
  std::string close;
  for (int i = 0; i < 20000; ++i) {
    open += "<Tab title=\"x\">\n";
    close += "</Tab>\n";
  }
  std::string unended;
  for (int i = 0; i < 50000; ++i) unended += "<A b=\n";
  for (const std::string& text :
       {open, open + close, close + open, unended, std::string("<Tab title=\""), std::string("<Tab title={")})
    EXPECT_EQ(broken_promise(read_text("x.mdx", text), text), "") << text.substr(0, 20);
}

}  // namespace
}  // namespace fingerpost
