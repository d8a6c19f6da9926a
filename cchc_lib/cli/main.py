"""The command `cchc`: finds the command, hands it its words, and turns whatever happens into an exit code."""

import gc
import importlib
import os
import sys
from pathlib import Path

from cchc_lib import __version__
from cchc_lib.cli.commands import COMMANDS
from cchc_lib.cli.output import Output, abandon_stdout, restart_in_utf8, use_utf8
from cchc_lib.domain.disk import SURE, disk_error
from cchc_lib.domain.errors import EnvironmentLacking, UsageError, UserError
from cchc_lib.domain.exit_codes import ExitCode

_ALLOCATIONS = 50_000  # more objects than before, until the collector looks: a command lives for seconds and keeps what it makes


def main(words: list[str] | None = None) -> int:
    """Run one command; returns its exit code, and never raises."""
    if words is None:
        restart_in_utf8()
        words = sys.argv[1:]
    gc.set_threshold(_ALLOCATIONS)
    use_utf8()
    keep_fonts()
    output = Output(as_json="--json" in words)
    try:
        with output.guarded():
            return int(dispatch(words, output))
    except UserError as error:
        return output.fail(error)
    except KeyboardInterrupt:
        return output.fail(UserError("theo yêu cầu của người dùng", remedy="chạy lại khi cần.", exit_code=ExitCode.INTERRUPTED))
    except BrokenPipeError:
        abandon_stdout()
        return int(ExitCode.FAILED)
    except ModuleNotFoundError as error:
        return output.fail(missing_package(error, words))
    except OSError as error:
        return output.fail(disk_error(error, "") if error.errno in SURE else unexpected(error, words))
    except Exception as error:  # the last resort: staff get a sentence, whoever mends it gets the traceback
        return output.fail(unexpected(error, words))


def dispatch(words: list[str], output: Output) -> int:
    """Answer a call for help or for the version, or run the command that the first word names."""
    program = os.environ.get("CCHC_PROG", "cchc")
    first = words[0] if words else "--help"
    if first in ("-h", "--help", "help"):
        return output.deliver(ExitCode.DONE, overview(program), {"commands": [command.name for command in COMMANDS]})
    if first == "--version":
        return output.deliver(ExitCode.DONE, f"cchc {__version__}", {"version": __version__})
    command = next((command for command in COMMANDS if command.name == first), None)
    if command is None:
        raise unknown_command(first, program)

    from cchc_lib.cli.parsing import CommandParser

    module = importlib.import_module(f"cchc_lib.cli.commands.{command.name.replace('-', '_')}")
    parser = CommandParser(f"{program} {command.name}", command.summary[0].upper() + command.summary[1:] + ".")
    module.register(parser)
    if {"-h", "--help"} & set(words[1:]):
        return output.deliver(ExitCode.DONE, parser.format_help(), {"help": parser.format_help()})
    args = parser.parse(words[1:])
    args.output = output
    return module.run(args)


def overview(program: str) -> str:
    """The help of the program as a whole."""
    calls = [f"{command.name} {command.parameters}".rstrip() for command in COMMANDS]
    width = max(map(len, calls))
    lines = [f"  {call:<{width}}  {command.summary}" for call, command in zip(calls, COMMANDS, strict=True)]
    head = "Báo cáo cải cách hành chính định kỳ: từ biểu của đơn vị đến văn bản Word đúng thể thức."
    return "\n".join(
        [f"Cách dùng: {program} LỆNH [tùy chọn]", "", head, "", "Lệnh:", *lines, "", f"Tùy chọn của một lệnh: {program} LỆNH --help"]
    )


def unknown_command(word: str, program: str) -> UsageError:
    """What is wrong with the first word, with the command that was probably meant."""
    from cchc_lib.cli.parsing import nearest

    if word.startswith("-"):
        return UsageError(f"«{word}» đứng trước tên lệnh", remedy=f"viết tên lệnh trước: {program} LỆNH {word}")
    meant = nearest(word.lower(), [command.name for command in COMMANDS])
    hint = f"có phải là «{meant}»? Nếu không, " if meant else ""
    return UsageError(f"không có lệnh «{word}»", remedy=f"{hint}xem «{program} --help».")


def keep_fonts() -> None:
    """Let matplotlib keep its list of fonts beside the packages, where set-up has made it: a new one takes seconds."""
    folder = Path(sys.prefix, "mpl")
    if "MPLCONFIGDIR" not in os.environ and sys.prefix != sys.base_prefix and os.access(folder, os.W_OK):
        os.environ["MPLCONFIGDIR"] = str(folder)


def missing_package(error: ModuleNotFoundError, words: list[str]) -> UserError:
    """A package that is not installed is the machine's lack; a module of our own would be an unforeseen failure."""
    package = (error.name or "").partition(".")[0]
    if package in ("", "cchc_lib"):
        return unexpected(error, words)
    return EnvironmentLacking(
        f"thiếu gói «{package}»", remedy=f"xem «{os.environ.get('CCHC_PROG', 'cchc')} doctor» rồi làm theo chỉ dẫn."
    )


def unexpected(error: Exception, words: list[str]) -> UserError:
    """A failure that nobody foresaw, with its traceback kept in a file."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="cchc-loi-", suffix=".log", delete=False, encoding="utf-8", errors="replace"
    ) as log:
        log.write(f"cchc {__version__}, Python {sys.version}\n{words}\n\n")
        log.writelines(traceback.format_exception(error))
    return UserError(
        "có lỗi ngoài dự kiến của chương trình",
        where=f"{type(error).__name__}, chi tiết trong tệp {log.name}",
        remedy="chạy lại; nếu vẫn lỗi, gửi tệp đó cho người phụ trách kỹ thuật.",
    )
