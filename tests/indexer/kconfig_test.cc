// Kconfig, its configurations, and devicetrees.
#include <gtest/gtest.h>

#include "tests/support/outline.h"

namespace fingerpost {
namespace {

constexpr std::string_view kOptions =
    "mainmenu \"Parcel sorter\"\n"
    "\n"
    "menu \"Belt\"\n"
    "\n"
    "config BELT_SPEED\n"
    "\tint \"Speed of the belt\"\n"
    "\tdefault 5\n"
    "\trange 1 9\n"
    "\thelp\n"
    "\t  Metres a minute.\n"
    "\n"
    "\t  if it is too fast, parcels fall off.\n"
    "\n"
    "if BELT_SPEED > 3\n"
    "\n"
    "choice\n"
    "\tprompt \"Motor\"\n"
    "\n"
    "config MOTOR_STEPPER\n"
    "\tbool \"stepper\"\n"
    "endchoice\n"
    "endif\n"
    "endmenu\n"
    "\n"
    "# The lamp above the belt.\n"
    "menuconfig LAMP\n"
    "\tbool\n";

TEST(Kconfig, AnOptionIsASettingWithItsPromptDefaultAndHelp) {
  EXPECT_EQ(outline("app/Kconfig", kOptions),
            "section 'Belt' 3-23\n"
            "  setting 'BELT_SPEED' 5-12 fallback\n"
            "  section 'Motor' 16-21\n"
            "    setting 'MOTOR_STEPPER' 19-20 fallback\n"
            "setting 'LAMP' 26-27 fallback\n");
  EXPECT_EQ(outline("boards/Kconfig.belt", "config A\n"), "setting 'A' 1 fallback\n");
}

TEST(Kconfig, WhatDoesNotMatchIsReadAsFarAsItGoes) {
  EXPECT_EQ(outline("Kconfig", "endmenu\nendchoice\n\n\nconfig\n# no option\nbool\nconfig A\nmenu\nconfig B\n"),
            "setting 'A' 8 fallback\nsection 9-10\n  setting 'B' 10 fallback\n");
}

TEST(Kconfig, ConfigurationsHaveNoEnding) {
  EXPECT_EQ(outline("configs/belt_defconfig", "CONFIG_BELT_SPEED=7\n# CONFIG_LAMP is not set\n"),
            "setting 'CONFIG_BELT_SPEED' 1 =BELT_SPEED\ncomment 2\nsetting 'CONFIG_LAMP' 2\n");
}

TEST(Devicetree, NodesHoldTheirProperties) {
  EXPECT_EQ(outline("boards/belt.dts",
                    "/* The belt.\n"
                    " * node = none; */\n"
                    "/ {\n"
                    "\tmotor0: motor@4000 {\n"
                    "\t\tcompatible = \"parcels,stepper\";\n"
                    "\t\t// microseconds\n"
                    "\t\tstep-delays = <\n"
                    "\t\t\t10 20\n"
                    "\t\t\t30 40\n"
                    "\t\t>;\n"
                    "\t};\n"
                    "};\n"
                    "\n"
                    "&uart0 {\n"
                    "\tcurrent-speed = <115200>;\n"
                    "};\n"),
            "setting '/' 3-12\n"
            "  setting 'motor0: motor@4000' 4-11\n"
            "    setting 'compatible' 5\n"
            "    setting 'step-delays' 7-10\n"
            "setting '&uart0' 14-16\n"
            "  setting 'current-speed' 15\n");
}

}  // namespace
}  // namespace fingerpost
