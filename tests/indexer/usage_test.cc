// Help texts of programs inside of documents.
#include "indexer/formats/usage.h"

#include <gtest/gtest.h>

#include "tests/support/outline.h"

namespace fingerpost {
namespace {

TEST(Usage, EachOptionOfAHelpTextIsAPlace) {
  EXPECT_EQ(outline("docs/sorter.md",
                    "```\n"
                    "sorter [flags]\n"
                    "\n"
                    "Options:\n"
                    "  -p, --port PORT      where it listens (default 8080)\n"
                    "      --lanes int\n"
                    "                       how many lanes the belt has;\n"
                    "                       four of them at least\n"
                    "  -v                   say more\n"
                    "\n"
                    "Ask us if it jams.\n"
                    "```\n"),
            "code block 1-12\n"
            "  setting '--port' 5 documented\n"
            "  setting '--lanes' 6-8 documented\n"
            "  setting '-v' 9 documented\n");
  EXPECT_EQ(outline("docs/sorter.rst",
                    "::\n"
                    "\n"
                    "    --stop   stops the belt\n"
                    "    --start  starts it\n"
                    "\n"
                    "After.\n"),
            "code block 3-4\n"
            "  setting '--stop' 3 documented\n"
            "  setting '--start' 4 documented\n"
            "paragraph 6\n");
}

TEST(Blocks, WithoutALabelAreReadByTheirLook) {
  EXPECT_EQ(outline("docs/belt.md", "```\n[belt]\nspeed: 5\n# The lamp.\nlamp = red\n```\n"),
            "code block 1-6\n  setting 'belt' 2-5\n    setting 'speed' 3\n    setting 'lamp' 5\n");
  EXPECT_EQ(outline("docs/belt.md", "```\n[12:01] belt: started\n[INFO]\nbelt started\n```\n"), "code block 1-5\n");
}

TEST(Usage, OtherTextsWithDashesAreNone) {
  EXPECT_FALSE(is_usage("sorter --stop \\\n  --lane 4  \\\n  --now\n"));
  EXPECT_FALSE(is_usage("-rw-r--r--  1 root root 4096 a\n-rw-r--r--  1 root root 4096 b\n"));
  EXPECT_FALSE(is_usage("--- a/belt\n+++ b/belt\n-old  line\n--older  line\n"));
  EXPECT_FALSE(is_usage("-----BEGIN KEY-----\n-----END  KEY-----\n"));
  EXPECT_FALSE(is_usage("- one  item\n- two  items\n"));
  EXPECT_FALSE(is_usage("--port  where it listens\n")) << "one is a line like any other";
}

}  // namespace
}  // namespace fingerpost
