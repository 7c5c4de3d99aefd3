"""Python's own client: connects as the JSON on stdin says, and tells as JSON what it got."""

import asyncio
import json
import sys

import httpx2
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client


async def main() -> None:
    way = json.load(sys.stdin)
    headers = way.get("headers", {})
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        server = (
            streamable_http_client(way["url"], http_client=http)
            if "url" in way
            else StdioServerParameters(command=way["command"], args=way["args"], env=way["env"], cwd=way["cwd"])
        )
        async with Client(server) as client:
            tools = (await client.list_tools()).tools
            result = await client.call_tool("list_services", {"limit": 1})
            answer = {
                "tools": [tool.name for tool in tools],
                "failed": bool(result.is_error),
                "output": result.structured_content,
            }
    print(json.dumps(answer))


asyncio.run(main())
