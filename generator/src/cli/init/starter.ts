/** The path of the example document in a folder without one. */
export const starterPath = "openapi.yaml";

/** An example document: small, but with a parameter, a credential and an error, so that its output shows the main features. */
export const starter = `openapi: 3.1.0
info: { title: Cups, version: 1.0.0 }
servers: [{ url: "http://127.0.0.1:4010" }]
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
  schemas:
    Cup:
      type: object
      required: [id, size]
      properties:
        id: { type: string, format: uuid }
        size: { type: integer, minimum: 1, maximum: 500, description: In millilitres. }
        colour: { enum: [white, blue] }
    Problem:
      type: object
      required: [error]
      properties:
        error: { type: string }
security: [{ token: [] }]
paths:
  /cups:
    get:
      operationId: listCups
      parameters:
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100, default: 20 } }
      responses:
        "200":
          description: The cups.
          content:
            application/json:
              schema: { type: array, items: { $ref: "#/components/schemas/Cup" } }
        "401": &problem
          description: Not allowed, or not there.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Problem" }
  /cups/{id}:
    get:
      operationId: getCup
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
      responses:
        "200":
          description: The cup.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Cup" }
        "401": *problem
        "404": *problem
`;
