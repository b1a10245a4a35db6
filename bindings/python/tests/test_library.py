"""Finding the library, and processes of their own: without a library, with a wrong one, after fork()."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import fastelman
from fastelman import _library
from fastelman._prototypes import STATUS_FUNCTIONS

from support import FLIGHTS, REPOSITORY

PACKAGE = Path(fastelman.__file__).resolve().parent


def run(code, library=None, package=PACKAGE):
    """Runs code in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(package.parent)}
    environment.pop("FASTELMAN_LIBRARY", None)
    if library is not None:
        environment["FASTELMAN_LIBRARY"] = str(library)
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, encoding="utf-8", timeout=120
    )


class FindingTests(unittest.TestCase):
    LOAD = f"import fastelman; print(fastelman.Model.load({str(FLIGHTS)!r}).tag(['to', 'hanoi']))"
    ANSWER = "['O', 'B-to.city']\n"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.library = _library.load().path

    def package_without_library(self):
        package = self.folder / "place" / "fastelman"
        shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("*.so", "*.dll", "*.dylib", "__pycache__"))
        return package

    def copy_library(self, folder):
        """Copies the library: all of it, where it has parts beside it."""
        for path in self.library.parent.glob("*fastelman*"):
            if path.suffix in {".so", ".dll", ".dylib"}:
                shutil.copy(path, folder)

    def refuse(self, result, *messages):
        self.assertEqual(result.returncode, 1, result.stdout)
        last = result.stderr.splitlines()[-1]
        self.assertIn("LibraryError: ", last)
        for message in messages:
            self.assertIn(str(message), last)

    def test_the_variable_names_a_file_or_its_folder(self):
        package = self.package_without_library()
        for name in [self.library, self.library.parent]:
            result = run(self.LOAD, name, package)
            self.assertEqual((result.stdout, result.stderr), (self.ANSWER, ""))

    def test_the_library_beside_the_package_is_found(self):
        package = self.package_without_library()
        self.copy_library(package)
        result = run(self.LOAD, None, package)
        self.assertEqual((result.stdout, result.stderr), (self.ANSWER, ""))

    def test_a_missing_library_is_said_to_be_missing_with_all_places(self):
        package = self.package_without_library()
        self.refuse(run(self.LOAD, None, package), package / _library.file_name(), "FASTELMAN_LIBRARY")
        self.copy_library(package)
        wrong = self.folder / "nowhere"
        self.refuse(run(self.LOAD, wrong, package), wrong, "FASTELMAN_LIBRARY")
        self.refuse(run(self.LOAD, self.folder, package), self.folder / _library.file_name())

    def test_the_package_is_imported_without_the_library(self):
        code = "import fastelman, pickle; print(fastelman.__version__)"
        result = run(code, self.folder / "nowhere")
        self.assertEqual((result.stdout, result.stderr), (f"{fastelman.__version__}\n", ""))

    def test_what_is_no_library_is_refused(self):
        wrong = self.folder / "libwrong.so"
        wrong.write_bytes(b"\x7fELF" + bytes(100))
        self.refuse(run(self.LOAD, wrong), wrong, "cannot be loaded")

    def test_other_libraries_and_versions_are_refused(self):
        compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
        if compiler is None:
            self.skipTest("there is no C compiler")
        for source, message in [
            ("int x;", "has no fe_version"),
            ("int fe_version(void) { return 20000; }", "has version 2.0.0 of the C interface"),
            ("int fe_version(void) { return 9999; }", "has version 0.99.99 of the C interface"),
            ("int fe_version(void) { return 10000; }", "has no fe_last_error"),
        ]:
            with self.subTest(source=source):
                code, wrong = self.folder / "wrong.c", self.folder / "wrong.so"
                code.write_text(source)
                subprocess.run([compiler, "-shared", "-fPIC", "-o", wrong, code], check=True, capture_output=True)
                self.refuse(run(self.LOAD, wrong), wrong, message)


class HeaderTests(unittest.TestCase):
    def setUp(self):
        self.header = (REPOSITORY / "src" / "Native" / "include" / "fastelman.h").read_text()

    def test_the_package_is_written_for_the_version_of_the_header(self):
        self.assertIn(f"#define FE_VERSION_MAJOR {_library.MAJOR}\n", self.header)
        self.assertIn(f"#define FE_VERSION_MINOR {_library.MINOR}\n", self.header)

    def test_functions_have_as_many_arguments_as_in_the_header(self):
        declared = dict(re.findall(r"FE_API fe_status (fe_\w+)\(([^)]*)\);", self.header))
        for name, arguments in STATUS_FUNCTIONS.items():
            self.assertEqual(len(declared[name].split(",")), len(arguments), name)

    def test_codes_mean_what_the_header_says(self):
        library = _library.load()
        for code, exception in fastelman._errors.BY_STATUS.items():
            name = library.status_name(code).decode()
            self.assertIn(f"    {name} = {code}", self.header)
            self.assertTrue(issubclass(exception, fastelman.FastElmanError))

    def test_the_library_tells_what_it_is(self):
        info = fastelman.library_info()
        self.assertEqual(info["path"], str(_library.load().path))
        self.assertIn("scalar", info["supported"])
        self.assertGreaterEqual(info["processorCount"], 1)


@unittest.skipUnless(hasattr(os, "fork"), "this system has no fork()")
class ProcessTests(unittest.TestCase):
    ANSWER = FindingTests.ANSWER

    def run_with(self, code):
        return run(code, os.environ.get("FASTELMAN_LIBRARY"))

    def test_a_child_of_fork_refuses_what_its_parent_has_loaded(self):
        result = self.run_with(
            f"""
import fastelman, gc, os
model = fastelman.Model.load({str(FLIGHTS)!r})
stream = model.stream()
child = os.fork()
if child == 0:
    for use in [lambda: model.tag(["to"]), lambda: stream.push("to"), lambda: fastelman.library_info(),
                lambda: fastelman.Model.load({str(FLIGHTS)!r})]:
        try:
            use()
        except fastelman.ForkedProcessError:
            print("refused", flush=True)
    model.close()
    del stream, model
    gc.collect()
    os._exit(7)
print(os.waitpid(child, 0)[1] >> 8, model.tag(["to"]))
"""
        )
        self.assertEqual((result.stdout, result.stderr), ("refused\n" * 4 + "7 ['O']\n", ""))

    def test_a_child_of_fork_loads_what_its_parent_has_only_imported(self):
        result = self.run_with(
            f"""
import fastelman, os
child = os.fork()
if child == 0:
    print(fastelman.Model.load({str(FLIGHTS)!r}).tag(["to", "hanoi"]), flush=True)
    os._exit(0)
os.waitpid(child, 0)
"""
        )
        self.assertEqual((result.stdout, result.stderr), (self.ANSWER, ""))

    def test_signals_stay_those_of_Python(self):
        result = self.run_with(
            f"""
import fastelman, os, signal, subprocess, sys
# Where the tests run in the background, Ctrl-C is ignored, and Python leaves it so.
signal.signal(signal.SIGINT, signal.default_int_handler)
model = fastelman.Model.load({str(FLIGHTS)!r})
model.tag_batch([["to", "hanoi"]] * 100)
signal.signal(signal.SIGUSR1, lambda *_: print("handled", flush=True))
os.kill(os.getpid(), signal.SIGUSR1)
try:
    os.kill(os.getpid(), signal.SIGINT)
    while True:
        model.tag(["to"])
except KeyboardInterrupt:
    print("interrupted", flush=True)
print(subprocess.run([sys.executable, "-c", "import sys; sys.exit(7)"]).returncode)
print(model.tag(["to", "hanoi"]), flush=True)
os.kill(os.getpid(), signal.SIGTERM)
"""
        )
        self.assertEqual((result.stdout, result.stderr), (f"handled\ninterrupted\n7\n{self.ANSWER}", ""))
        self.assertEqual(result.returncode, -signal.SIGTERM)

    def test_a_process_ends_with_everything_open(self):
        result = self.run_with(
            f"""
import fastelman, threading, time
model = fastelman.Model.load({str(FLIGHTS)!r})
stream = model.stream()
stream.push("to")
def work():
    while True:
        model.tag_text("flights to hanoi")
for _ in range(3):
    threading.Thread(target=work, daemon=True).start()
time.sleep(0.2)
print("end")
"""
        )
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "end\n", ""))


if __name__ == "__main__":
    unittest.main()
