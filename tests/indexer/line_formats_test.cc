#include <gtest/gtest.h>

#include "tests/support/outline.h"

namespace fingerpost {
namespace {

TEST(Makefile, TargetsHoldTheirRecipes) {
  EXPECT_EQ(outline("Makefile",
                    "IMAGE ?= shop\n.PHONY: dev\n\n# Starts everything.\ndev: build ## start\n\tdocker compose "
                    "up\n\n\tmake logs\nbuild:\n\tdocker build .\n"),
            "setting 'IMAGE' 1\ncommand 'dev' 5-8\ncommand 'build' 9-10\n");
}

TEST(Dockerfile, StagesHoldTheirInstructions) {
  EXPECT_EQ(outline("Dockerfile",
                    "FROM node:20 AS build\nARG VERSION=1\nENV A_B=1 \\\n    C_D=2\nEXPOSE 3000 9090/udp\nHEALTHCHECK "
                    "CMD x\nFROM scratch\n"),
            "stage 'build' 1-6\n"
            "  variable 'VERSION' 2 passed\n"
            "  variable 'A_B' 3 passed\n"
            "  variable 'C_D' 4 passed\n"
            "  port '3000' 5 exposed\n"
            "  port '9090/udp' 5 exposed\n"
            "  healthcheck 'HEALTHCHECK' 6\n"
            "stage 'scratch' 7\n");
}

TEST(Justfile, RecipesAreCommands) {
  EXPECT_EQ(outline("justfile", "port := \"80\"\n# run it\nserve host='x': build\n  ./serve\n"),
            "setting 'port' 1\ncommand 'serve host='x'' 3-4 =serve\n");
}

TEST(Code, ReadsOfTheEnvironmentInTheCommonLanguages) {
  const std::pair<const char*, const char*> reads[] = {{"a.ts", "const p = process.env.SHOP_PORT || '80'"},
                                                       {"a.js", "x(process.env['SHOP_PORT'])"},
                                                       {"a.py", "os.environ[\"SHOP_PORT\"]"},
                                                       {"b.py", "os.getenv('SHOP_PORT', 80)"},
                                                       {"a.go", "os.LookupEnv(\"SHOP_PORT\")"},
                                                       {"a.rs", "std::env::var(\"SHOP_PORT\")"},
                                                       {"A.java", "System.getenv(\"SHOP_PORT\")"},
                                                       {"a.rb", "ENV.fetch('SHOP_PORT')"},
                                                       {"a.php", "getenv('SHOP_PORT')"},
                                                       {"a.exs", "System.get_env(\"SHOP_PORT\")"},
                                                       {"a.cs", "Environment.GetEnvironmentVariable(\"SHOP_PORT\")"},
                                                       {"b.ts", "import.meta.env.SHOP_PORT"},
                                                       {"a.lua", "echo(os.getenv('SHOP_PORT'))"}};
  for (const auto& [path, text] : reads) EXPECT_EQ(outline(path, text), "variable 'SHOP_PORT' 1 read\n") << text;
  EXPECT_EQ(outline("a.sh", "echo ${SHOP_PORT:-80}\n: \"${SHOP_PORT:?set it}\"\n"),
            "command 'a.sh' 1-2\nvariable 'SHOP_PORT' 1 read\nvariable 'SHOP_PORT' 2 required\n");
  // Passed on as it is: the program that edits the file reads nothing.
  EXPECT_EQ(outline("b.sh", "sed -i \"s|\\${SHOP_PORT}|80|\" compose.yml\n"), "command 'b.sh' 1\n");
  EXPECT_EQ(outline("a.ts", "myprocess.env.lower\nthis.environ = 1\n"), "");
}

TEST(Code, CallsOfAFunctionThatReadsTheVariableNamedByItsArgument) {
  EXPECT_EQ(outline("config.ts",
                    "function required(name: string): string {\n"
                    "  return process.env[name] ?? fail(name);\n"
                    "}\n"
                    "export const url = required(\"DATABASE_URL\");\n"
                    "export const port = process.env.PORT;\n"
                    "throw new Error(\"NOT_A_VARIABLE\");\n"),
            "variable 'DATABASE_URL' 4 read\n"
            "variable 'PORT' 5 read\n");
}

TEST(Text, LiteralBlocksAreCode) {
  EXPECT_EQ(outline("guide.rst",
                    "Guide\n"
                    "=====\n"
                    "\n"
                    "Look first::\n"
                    "\n"
                    "    select 1;\n"
                    "\n"
                    "    select 2;\n"
                    "\n"
                    ".. code-block:: bash\n"
                    "\n"
                    "   make up\n"
                    "\n"
                    "Then wait.\n"),
            "section 'Guide' 1-14\n"
            "  paragraph 4\n"
            "  code block 6-8\n"
            "  code block 'bash' 10-12\n"
            "  paragraph 14\n");
}

TEST(Text, RestructuredTextSections) {
  EXPECT_EQ(outline("guide.rst", "Guide\n=====\n\nText.\n\nSetup\n-----\n\n- one\n- two\n"),
            "section 'Guide' 1-10\n  paragraph 4\n  section 'Setup' 6-10\n    list item 9\n    list item 10\n");
}

TEST(Text, NamesInCapitalsAreTexts) {
  EXPECT_EQ(outline("utils/README", "Follow these steps:\n\n* one\n"), "paragraph 1\nlist item 3\n");
  EXPECT_EQ(outline("INSTALL", "Say make.\n"), "paragraph 1\n");
}

TEST(Crontab, JobsAreFoundByTheProgramThatTheyStart) {
  constexpr std::string_view kTable =
      "MAILTO=ops\n"
      "# Every night, when the belt stands still.\n"
      "30 2 * * 1-5 root /usr/local/bin/dump.sh --all >/dev/null 2>&1\n"
      "@reboot LANE=4 sorter --start\n"
      "not a job\n";
  EXPECT_EQ(outline("deploy/crontab", kTable), "setting 'MAILTO' 1\njob 'dump.sh' 3\njob 'sorter' 4\n");
  EXPECT_EQ(outline("etc/cron.d/parcels", "0 * * * * root cd /srv && ./sort\n"), "job 'srv' 1\n");
  EXPECT_EQ(outline("etc/cron.d/README", "0 * * * * is an hour\n"), "paragraph 1\n");
}

TEST(Codeowners, RulesAreOwners) {
  EXPECT_EQ(outline(".github/CODEOWNERS", "# who\n/docs/ @writers\n"), "owner '/docs/' 2\n");
}

TEST(Codeowners, SectionsHoldTheirRulesAndCommentsProtect) {
  EXPECT_EQ(outline("CODEOWNERS",
                    "* @core\n\n[Database][2] @dba\nmodel/db/  # do not modify without the DBA\nmy\\ file.md @docs\n"
                    "^[Docs]\n*.md @writers # all of them\n"),
            "owner '*' 1\n"
            "section 'Database' 3-5\n"
            "  owner 'model/db/' 4\n"
            "    protected path 'model/db/' 4\n"
            "  owner 'my\\ file.md' 5\n"
            "section 'Docs' 6-7\n"
            "  owner '*.md' 7\n");
}

}  // namespace
}  // namespace fingerpost
