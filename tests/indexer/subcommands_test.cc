// The commands of a program are places where code defines them.
#include <gtest/gtest.h>

#include "indexer/read_source.h"
#include "tests/support/outline.h"

namespace fingerpost {
namespace {

TEST(Subcommands, OfGoAreFoundByTheirUse) {
  const std::string text =
      "package cmd\n"
      "\n"
      "var sendCmd = &cobra.Command{\n"
      "\tUse:   \"send [parcel]\",\n"
      "\tShort: \"Hand a parcel to the courier\",\n"
      "\tRunE: func(cmd *cobra.Command, args []string) error {\n"
      "\t\treturn nil\n"
      "\t},\n"
      "}\n"
      "var weigh = &cli.Command{Name: \"weigh\", Usage: \"weigh it again\"}\n";
  EXPECT_EQ(outline("cmd/send.go", text), "command 'send' 3-5\ncommand 'weigh' 10\n");
  EXPECT_NE(read_text("cmd/send.go", text).places[1].text.find("courier"), std::string_view::npos);
}

TEST(Subcommands, OfPythonAreParsersAndDjangosFiles) {
  EXPECT_EQ(outline("sorter/cli.py", "send = commands.add_parser(\n    'send', help='hand it over')\n"),
            "command 'send' 1-2\n");
  const std::string text =
      "from django.core.management.base import BaseCommand\n"
      "\n"
      "\n"
      "class Command(BaseCommand):\n"
      "    help = 'Throw labels away that nobody printed.'\n";
  EXPECT_EQ(outline("depot/management/commands/prunelabels.py", text), "command 'prunelabels' 4-5\n");
  EXPECT_EQ(outline("depot/labels.py", text), "");
}

TEST(Subcommands, OfOtherLanguages) {
  EXPECT_EQ(outline("cli.ts",
                    "program\n  .command('send <parcel>')\n  .description('hand it over');\n"
                    "bus.command('raise');\n"),
            "command 'send' 2-3\n");
  EXPECT_EQ(
      outline("lib/tasks/labels.rake",
              "namespace :labels do\n  desc 'Throw old labels away'\n  task prune: :environment do\n  end\nend\n"),
      "command 'prune' 2-3\n");
  EXPECT_EQ(
      outline("Send.php", "protected $signature = 'parcel:send {id}';\n\nprotected $description = 'Hand it over';\n"),
      "command 'parcel:send' 1-3\n");
  EXPECT_EQ(outline("Weigh.php",
                    "namespace App;\n#[AsCommand(name: 'parcel:weigh', description: 'Weigh it')]\nclass Weigh {}\n"),
            "command 'parcel:weigh' 2\n");
}

}  // namespace
}  // namespace fingerpost
