# syntax=docker/dockerfile:1
# Build: everything pinned, the weights inside a package, the index built once and carried along.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
RUN python -m venv /opt/mend
# A CPU build of torch is enough and saves gigabytes; set TORCH_INDEX to where yours comes from.
ARG TORCH_INDEX=""
COPY constraints.txt ./
RUN /opt/mend/bin/pip install --constraint constraints.txt ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} torch
COPY pyproject.toml README.md CHANGELOG.md ./
COPY service service
COPY evals evals
COPY prompts prompts
COPY corpus corpus
RUN /opt/mend/bin/pip install --constraint constraints.txt .
RUN MEND_CACHE_DIR=/opt/mend-index /opt/mend/bin/mend index && MEND_CACHE_DIR=/opt/mend-index /opt/mend/bin/mend doctor

# Run: no compiler, no sources, no root.
FROM python:3.11-slim-bookworm
ENV PATH=/opt/mend/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 MEND_HOST=0.0.0.0 MEND_PORT=8000 MEND_CACHE_DIR=/opt/mend-index
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin mend
COPY --from=build /opt/mend /opt/mend
COPY --from=build --chown=mend /opt/mend-index /opt/mend-index
USER mend
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health/ready', timeout=2)"]
CMD ["mend", "serve"]
